package io.kanhu.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What wearers have agreed to, with who wrote it down; what was withdrawn is kept. Holds from the commit on. Blocks. */
public final class Consents {
    private final Jdbi jdbi;
    private final Clock clock;

    public Consents(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** All of a wearer's, the newest first. */
    public List<Consent> of(long wearerId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT * FROM consent WHERE wearer_id = :wearer ORDER BY given_at DESC, id DESC")
                .bind("wearer", wearerId)
                .map((row, context) -> read(row))
                .list());
    }

    /** Whether the wearer agrees to it now. */
    public boolean holds(long wearerId, String what) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT EXISTS (SELECT FROM consent WHERE wearer_id = :wearer AND what = :what AND withdrawn_at IS NULL)
                        """)
                .bind("wearer", wearerId)
                .bind("what", what)
                .mapTo(boolean.class)
                .one());
    }

    /** The wearer agrees; one that holds already stays as it is. Nothing if there is no such wearer. */
    public Optional<Consent> give(long wearerId, String what, @Nullable String note, String by) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO consent (wearer_id, what, given_at, given_by, note)
                        SELECT w.id, :what, :now, :by, :note FROM wearer w WHERE w.id = :wearer
                        ON CONFLICT (wearer_id, what) WHERE withdrawn_at IS NULL DO NOTHING
                        """)
                .bind("wearer", wearerId)
                .bind("what", what)
                .bind("now", utc(clock.instant()))
                .bind("by", by)
                .bind("note", note)
                .execute());
        return of(wearerId).stream()
                .filter(consent -> consent.what().equals(what) && consent.withdrawnAt() == null)
                .findFirst();
    }

    /** The wearer agrees no longer; false if they did not. */
    public boolean withdraw(long wearerId, String what, String by) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                        UPDATE consent SET withdrawn_at = greatest(given_at, :now), withdrawn_by = :by
                         WHERE wearer_id = :wearer AND what = :what AND withdrawn_at IS NULL
                        """)
                        .bind("wearer", wearerId)
                        .bind("what", what)
                        .bind("now", utc(clock.instant()))
                        .bind("by", by)
                        .execute())
                > 0;
    }

    private static Consent read(ResultSet row) throws SQLException {
        OffsetDateTime withdrawn = row.getObject("withdrawn_at", OffsetDateTime.class);
        return new Consent(
                row.getString("what"),
                row.getObject("given_at", OffsetDateTime.class).toInstant(),
                row.getString("given_by"),
                row.getString("note"),
                withdrawn == null ? null : withdrawn.toInstant(),
                row.getString("withdrawn_by"));
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
