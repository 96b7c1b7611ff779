package io.kanhu.alerting.escalation;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Where an alert stands.
 *
 * @param anybodyTold whether anybody was called so far
 * @param goer the worker who goes, {@code null} if nobody does or they are no worker
 * @param round of pages that comes next, from 0
 * @param ladderId {@code null} if it has not begun one
 * @param rung that comes next; past the last one, the top is repeated
 * @param since when the delays of the rungs are counted from
 * @param next when something is due, {@code null} for never
 * @param people who are there for it
 */
record Position(
        long alertId,
        boolean anybodyTold,
        @Nullable Long goer,
        int round,
        @Nullable Long ladderId,
        int rung,
        @Nullable Instant since,
        @Nullable Instant next,
        List<Person> people) {

    /** Of these alerts, whose rows the caller holds. Blocks. */
    static List<Position> of(Handle handle, List<Long> alerts, Instant now) {
        Map<Long, List<Person>> people = People.of(handle, alerts, now);
        return handle.createQuery("""
                        SELECT id, dispatched_at IS NOT NULL AS told, acknowledged_by, step, ladder_id, rung, climbing_since,
                               next_action_at
                          FROM alert WHERE id = ANY(:alerts) ORDER BY id
                        """)
                .bindArray("alerts", Long.class, alerts)
                .map((row, context) -> new Position(
                        row.getLong("id"),
                        row.getBoolean("told"),
                        row.getObject("acknowledged_by", Long.class),
                        row.getInt("step"),
                        row.getObject("ladder_id", Long.class),
                        row.getInt("rung"),
                        instant(row.getObject("climbing_since", OffsetDateTime.class)),
                        instant(row.getObject("next_action_at", OffsetDateTime.class)),
                        people.getOrDefault(row.getLong("id"), List.of())))
                .list();
    }

    /** The same with these people called, and nothing else. */
    Climbed calling(List<Climbed.Call> calls, List<Climbed.Note> notes, @Nullable Instant due) {
        return new Climbed(this, calls, notes, rung, since, due, false);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
