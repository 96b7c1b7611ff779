package io.kanhu.registry;

import io.kanhu.registry.WearerProfile.Contact;
import io.kanhu.registry.WearerProfile.Home;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Who the wearers are. Blocks. Whoever shows a profile to a person logs the look. */
public final class Wearers {
    private final Jdbi jdbi;

    public Wearers(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public Optional<WearerProfile> profile(long id) {
        return jdbi.inTransaction(handle -> profile(handle, id));
    }

    /** The same inside the caller's transaction. */
    public Optional<WearerProfile> profile(Handle handle, long id) {
        return handle.createQuery("""
                SELECT w.id, w.code, w.name, w.born_on, w.sex, w.phone, w.address, w.access_note, w.medical_note,
                  w.risk, w.grid_id, g.name AS grid, w.home_latitude, w.home_longitude
                FROM wearer w LEFT JOIN grid g ON g.id = w.grid_id
                WHERE w.id = :id
                """)
                .bind("id", id)
                .map((row, context) -> profileOf(row, contacts(handle, id)))
                .findOne();
    }

    private static List<Contact> contacts(Handle handle, long wearerId) {
        return handle.createQuery("""
                SELECT name, relation, phone, priority, key_holder FROM contact
                WHERE wearer_id = :wearerId
                ORDER BY priority, id
                """)
                .bind("wearerId", wearerId)
                .map((row, context) -> new Contact(
                        row.getString("name"),
                        row.getString("relation"),
                        row.getString("phone"),
                        row.getInt("priority"),
                        row.getBoolean("key_holder")))
                .list();
    }

    private static WearerProfile profileOf(ResultSet row, List<Contact> contacts) throws SQLException {
        return new WearerProfile(
                row.getLong("id"),
                row.getString("code"),
                row.getString("name"),
                row.getObject("born_on", LocalDate.class),
                row.getString("sex"),
                row.getString("phone"),
                row.getString("address"),
                row.getString("access_note"),
                row.getString("medical_note"),
                row.getString("risk"),
                row.getObject("grid_id", Long.class),
                row.getString("grid"),
                homeOf(row),
                contacts);
    }

    private static @Nullable Home homeOf(ResultSet row) throws SQLException {
        Double latitude = row.getObject("home_latitude", Double.class);
        Double longitude = row.getObject("home_longitude", Double.class);
        return latitude == null || longitude == null ? null : new Home(latitude, longitude);
    }
}
