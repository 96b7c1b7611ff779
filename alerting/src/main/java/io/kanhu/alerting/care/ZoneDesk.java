package io.kanhu.alerting.care;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Where the office sets safe zones; what was set is kept with who did. Servers know within ten seconds. Blocks. */
public final class ZoneDesk {
    private final Jdbi jdbi;
    private final Clock clock;

    public ZoneDesk(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * What is to be set; the database has the last word about ranges.
     *
     * @param datum {@code wgs84} or {@code gcj02}
     */
    public record Draft(
            String name, double latitude, double longitude, String datum, int radiusMetres, String severity) {}

    /** A wearer's zones that hold now. */
    public List<SafeZone> of(long wearerId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT * FROM safe_zone WHERE wearer_id = :wearer AND ended_at IS NULL ORDER BY id")
                .bind("wearer", wearerId)
                .map((row, context) -> new SafeZone(
                        row.getLong("id"),
                        row.getLong("wearer_id"),
                        row.getString("name"),
                        row.getDouble("latitude"),
                        row.getDouble("longitude"),
                        row.getString("datum"),
                        row.getInt("radius_metres"),
                        row.getString("severity"),
                        row.getObject("set_at", OffsetDateTime.class).toInstant(),
                        row.getString("set_by")))
                .list());
    }

    /** Whose zone this is, if there is such a zone. */
    public Optional<Long> wearerOf(long zoneId) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT wearer_id FROM safe_zone WHERE id = :id")
                .bind("id", zoneId)
                .mapTo(Long.class)
                .findOne());
    }

    /** In the place of the wearer's zone of that name, if there is one. Nothing if there is no such wearer. */
    public Optional<SafeZone> set(long wearerId, Draft draft, String by) {
        boolean known = jdbi.inTransaction(handle -> {
            // The wearer's row, so that two who set the same zone come one after the other.
            boolean wearer = handle.createQuery("SELECT id FROM wearer WHERE id = :id FOR NO KEY UPDATE")
                    .bind("id", wearerId)
                    .mapTo(Long.class)
                    .findOne()
                    .isPresent();
            if (wearer) {
                endNamed(handle, wearerId, draft.name(), by);
                insert(handle, wearerId, draft, by);
            }
            return wearer;
        });
        return known
                ? of(wearerId).stream()
                        .filter(zone -> zone.name().equals(draft.name()))
                        .findFirst()
                : Optional.empty();
    }

    /** The wearer may leave it from now on; false if there is no such zone. */
    public boolean end(long zoneId, String by) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                        UPDATE safe_zone SET ended_at = :now, ended_by = :by WHERE id = :id AND ended_at IS NULL
                        """)
                        .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .bind("by", by)
                        .bind("id", zoneId)
                        .execute())
                > 0;
    }

    private void endNamed(Handle handle, long wearerId, String name, String by) {
        handle.createUpdate("""
                        UPDATE safe_zone SET ended_at = :now, ended_by = :by
                         WHERE wearer_id = :wearer AND name = :name AND ended_at IS NULL
                        """)
                .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                .bind("by", by)
                .bind("wearer", wearerId)
                .bind("name", name)
                .execute();
    }

    private void insert(Handle handle, long wearerId, Draft draft, String by) {
        handle.createUpdate("""
                        INSERT INTO safe_zone (wearer_id, name, latitude, longitude, datum, radius_metres, severity, set_at, set_by)
                        VALUES (:wearer, :name, :latitude, :longitude, :datum, :radius, :severity, :now, :by)
                        """)
                .bind("wearer", wearerId)
                .bind("name", draft.name())
                .bind("latitude", draft.latitude())
                .bind("longitude", draft.longitude())
                .bind("datum", draft.datum())
                .bind("radius", draft.radiusMetres())
                .bind("severity", draft.severity())
                .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                .bind("by", by)
                .execute();
    }
}
