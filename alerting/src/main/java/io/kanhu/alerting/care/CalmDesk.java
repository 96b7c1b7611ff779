package io.kanhu.alerting.care;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Where the office sets quiet hours and maintenance; what was set is kept with who did. Servers know within ten seconds. Blocks. */
public final class CalmDesk {
    private final Jdbi jdbi;
    private final Clock clock;

    public CalmDesk(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * Whom something holds for: one of the two is given.
     *
     * @param area its code
     */
    public record Whose(@Nullable Long wearerId, @Nullable String area) {}

    /** Quiet hours that hold now, by the city's clock; over midnight if they end before they begin. */
    public record Quiet(long id, Whose whose, LocalTime begins, LocalTime ends, Instant since, String by) {}

    /** Bands that are being serviced, or will be. */
    public record Service(long id, Whose whose, Instant from, Instant until, String reason, Instant since, String by) {}

    public List<Quiet> quiet() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT q.*, a.code FROM quiet_hours q LEFT JOIN area a ON a.id = q.area_id
                         WHERE q.ended_at IS NULL ORDER BY q.id
                        """)
                .map((row, context) -> new Quiet(
                        row.getLong("id"),
                        new Whose(row.getObject("wearer_id", Long.class), row.getString("code")),
                        row.getObject("begins", LocalTime.class),
                        row.getObject("ends", LocalTime.class),
                        row.getObject("set_at", OffsetDateTime.class).toInstant(),
                        row.getString("set_by")))
                .list());
    }

    /** Those that have not ended. */
    public List<Service> services() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT m.*, a.code FROM maintenance m LEFT JOIN area a ON a.id = m.area_id
                         WHERE m.ended_at IS NULL AND m.ends_at > :now ORDER BY m.id
                        """)
                .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                .map((row, context) -> new Service(
                        row.getLong("id"),
                        new Whose(row.getObject("wearer_id", Long.class), row.getString("code")),
                        row.getObject("starts_at", OffsetDateTime.class).toInstant(),
                        row.getObject("ends_at", OffsetDateTime.class).toInstant(),
                        row.getString("reason"),
                        row.getObject("set_at", OffsetDateTime.class).toInstant(),
                        row.getString("set_by")))
                .list());
    }

    /** In the place of those that held for the same. Nothing if there is no such wearer or area. */
    public Optional<Quiet> setQuiet(Whose whose, LocalTime begins, LocalTime ends, String by) {
        Optional<Long> set = jdbi.inTransaction(handle -> {
            // One after the other, so that two who set the same do not meet.
            handle.execute("SELECT pg_advisory_xact_lock(hashtext('kanhu quiet hours'))");
            return insertQuiet(handle, whose, begins, ends, by);
        });
        return set.flatMap(
                id -> quiet().stream().filter(hours -> hours.id() == id).findFirst());
    }

    private Optional<Long> insertQuiet(Handle handle, Whose whose, LocalTime begins, LocalTime ends, String by) {
        Instant now = clock.instant();
        handle.createUpdate("""
                        UPDATE quiet_hours SET ended_at = :now, ended_by = :by
                         WHERE ended_at IS NULL
                           AND (wearer_id = :wearer OR area_id = (SELECT id FROM area WHERE code = :area))
                        """)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("by", by)
                .bind("wearer", whose.wearerId())
                .bind("area", whose.area())
                .execute();
        lookAgain(handle, now);
        return handle.createQuery("""
                        INSERT INTO quiet_hours (wearer_id, area_id, begins, ends, set_at, set_by)
                        SELECT w.id, a.id, :begins, :ends, :now, :by
                          FROM (VALUES (1)) AS one LEFT JOIN wearer w ON w.id = :wearer LEFT JOIN area a ON a.code = :area
                         WHERE num_nonnulls(w.id, a.id) = 1
                        RETURNING id
                        """)
                .bind("begins", begins)
                .bind("ends", ends)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("by", by)
                .bind("wearer", whose.wearerId())
                .bind("area", whose.area())
                .mapTo(Long.class)
                .findOne();
    }

    /** Nothing if there is no such wearer or area. */
    public Optional<Service> setService(Whose whose, Instant from, Instant until, String reason, String by) {
        Optional<Long> set = jdbi.withHandle(handle -> handle.createQuery("""
                        INSERT INTO maintenance (wearer_id, area_id, starts_at, ends_at, reason, set_at, set_by)
                        SELECT w.id, a.id, :from, :until, :reason, :now, :by
                          FROM (VALUES (1)) AS one LEFT JOIN wearer w ON w.id = :wearer LEFT JOIN area a ON a.code = :area
                         WHERE num_nonnulls(w.id, a.id) = 1
                        RETURNING id
                        """)
                .bind("from", from.atOffset(ZoneOffset.UTC))
                .bind("until", until.atOffset(ZoneOffset.UTC))
                .bind("reason", reason)
                .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                .bind("by", by)
                .bind("wearer", whose.wearerId())
                .bind("area", whose.area())
                .mapTo(Long.class)
                .findOne());
        return set.flatMap(
                id -> services().stream().filter(service -> service.id() == id).findFirst());
    }

    /** Ends quiet hours; false if there are none with this id. What they have held back comes within half a minute. */
    public boolean endQuiet(long id, String by) {
        return jdbi.inTransaction(handle -> {
            boolean ended = end(handle, "quiet_hours", id, by);
            lookAgain(handle, clock.instant());
            return ended;
        });
    }

    /** Ends maintenance before its time; false if there is none with this id. */
    public boolean endService(long id, String by) {
        return jdbi.withHandle(handle -> end(handle, "maintenance", id, by));
    }

    private boolean end(Handle handle, String table, long id, String by) {
        return handle.createUpdate(
                                "UPDATE <table> SET ended_at = :now, ended_by = :by WHERE id = :id AND ended_at IS NULL")
                        .define("table", table)
                        .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .bind("by", by)
                        .bind("id", id)
                        .execute()
                > 0;
    }

    /** What is held back is judged anew once all servers know: if it is quiet still, it is held back again. */
    private static void lookAgain(Handle handle, Instant now) {
        handle.createUpdate("UPDATE held_finding SET release_at = :soon WHERE release_at > :soon")
                .bind("soon", now.plus(CalmBook.PERIOD.multipliedBy(2)).atOffset(ZoneOffset.UTC))
                .execute();
    }
}
