package io.kanhu.alerting.escalation;

import io.kanhu.alerting.escalation.Climbed.Call;
import io.kanhu.alerting.escalation.Climbed.Note;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes what climbs have come to, of many alerts at once. Blocks. */
final class Outbox {
    private Outbox() {}

    /** @param countsAsChange whether the alerts' versions go up where there is something to see */
    static void write(Handle handle, List<Climbed> climbs, Instant now, boolean countsAsChange) {
        if (climbs.isEmpty()) {
            return;
        }
        writeNotifications(handle, climbs, now);
        writeEvents(handle, climbs, now);
        move(handle, climbs, now, countsAsChange);
    }

    private static void writeNotifications(Handle handle, List<Climbed> climbs, Instant now) {
        List<Long> alerts = new ArrayList<>();
        List<Integer> rounds = new ArrayList<>();
        List<String> channels = new ArrayList<>();
        List<@Nullable Long> workers = new ArrayList<>();
        List<@Nullable Long> contacts = new ArrayList<>();
        for (Climbed climbed : climbs) {
            for (Call call : climbed.calls()) {
                alerts.add(climbed.from().alertId());
                rounds.add(climbed.from().round());
                channels.add(call.by().code());
                workers.add(call.person().workerId());
                contacts.add(call.person().contactId());
            }
        }
        if (alerts.isEmpty()) {
            return;
        }
        handle.createUpdate("""
                        INSERT INTO notification (alert_id, step, channel, worker_id, contact_id, created_at, next_attempt_at)
                        SELECT u.alert, u.round, u.channel, u.worker, u.contact, :now, :now
                          FROM unnest(:alerts::bigint[], :rounds::integer[], :channels::text[], :workers::bigint[],
                                      :contacts::bigint[]) AS u (alert, round, channel, worker, contact)
                        ON CONFLICT DO NOTHING
                        """)
                .bind("now", utc(now))
                .bindArray("alerts", Long.class, alerts)
                .bindArray("rounds", Integer.class, rounds)
                .bindArray("channels", String.class, channels)
                .bindArray("workers", Long.class, workers)
                .bindArray("contacts", Long.class, contacts)
                .execute();
    }

    private static void writeEvents(Handle handle, List<Climbed> climbs, Instant now) {
        List<Long> alerts = new ArrayList<>();
        List<String> kinds = new ArrayList<>();
        List<String> details = new ArrayList<>();
        for (Climbed climbed : climbs) {
            for (Note note : climbed.notes()) {
                alerts.add(climbed.from().alertId());
                kinds.add(note.kind());
                details.add(note.detail());
            }
            for (Call call : climbed.calls()) {
                alerts.add(climbed.from().alertId());
                kinds.add("dispatched");
                details.add(detailOf(call));
            }
        }
        if (alerts.isEmpty()) {
            return;
        }
        handle.createUpdate("""
                        INSERT INTO alert_event (alert_id, at, kind, actor, detail)
                        SELECT u.alert, :now, u.kind, 'kanhu', u.detail::jsonb
                          FROM unnest(:alerts::bigint[], :kinds::text[], :details::text[]) WITH ORDINALITY
                               AS u (alert, kind, detail, position)
                         ORDER BY u.position
                        """)
                .bind("now", utc(now))
                .bindArray("alerts", Long.class, alerts)
                .bindArray("kinds", String.class, kinds)
                .bindArray("details", String.class, details)
                .execute();
    }

    private static String detailOf(Call call) {
        Long worker = call.person().workerId();
        String who = worker != null
                ? "\"worker\":" + worker
                : "\"contact\":" + call.person().contactId();
        String where = call.rung() == Call.NO_RUNG
                ? ""
                : ",\"rung\":%d,\"whom\":\"%s\""
                        .formatted(call.rung(), call.person().whom().code());
        return "{%s,\"channel\":\"%s\"%s}".formatted(who, call.by().code(), where);
    }

    private static void move(Handle handle, List<Climbed> climbs, Instant now, boolean countsAsChange) {
        handle.createUpdate("""
                        UPDATE alert a
                           SET rung = u.rung, climbing_since = u.since, next_action_at = u.next,
                               step = a.step + CASE WHEN u.calls THEN 1 ELSE 0 END,
                               state = CASE WHEN u.calls AND a.state = 'raised' THEN 'dispatched' ELSE a.state END,
                               dispatched_at = CASE WHEN u.calls THEN coalesce(a.dispatched_at, :now) ELSE a.dispatched_at END,
                               version = a.version + CASE WHEN u.shows AND :change THEN 1 ELSE 0 END
                          FROM unnest(:alerts::bigint[], :rungs::integer[], :since::timestamptz[], :next::timestamptz[],
                                      :calls::boolean[], :shows::boolean[]) AS u (alert, rung, since, next, calls, shows)
                         WHERE a.id = u.alert
                        """)
                .bind("now", utc(now))
                .bind("change", countsAsChange)
                .bindArray(
                        "alerts",
                        Long.class,
                        each(climbs, climbed -> climbed.from().alertId()))
                .bindArray("rungs", Integer.class, each(climbs, Climbed::rung))
                .bindArray("since", String.class, times(climbs, Climbed::since))
                .bindArray("next", String.class, times(climbs, Climbed::next))
                .bindArray(
                        "calls",
                        Boolean.class,
                        each(climbs, climbed -> !climbed.calls().isEmpty()))
                .bindArray("shows", Boolean.class, each(climbs, Climbed::shows))
                .execute();
    }

    private static <T> List<T> each(List<Climbed> climbs, Function<Climbed, T> value) {
        return climbs.stream().map(value).toList();
    }

    private static List<@Nullable String> times(List<Climbed> climbs, Function<Climbed, @Nullable Instant> value) {
        List<@Nullable String> times = new ArrayList<>();
        for (Climbed climbed : climbs) {
            Instant at = value.apply(climbed);
            times.add(at == null ? null : at.toString());
        }
        return times;
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
