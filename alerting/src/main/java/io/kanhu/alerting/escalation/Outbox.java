package io.kanhu.alerting.escalation;

import io.kanhu.alerting.escalation.Climbed.Call;
import io.kanhu.alerting.escalation.Climbed.Note;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Writes what climbs have come to, of many alerts at once. Blocks. */
final class Outbox {
    /**
     * One statement, because while presses are written their wearers wait for every way to the database and back. Of an array that a query
     * gives, PostgreSQL does not know the length, and keeps its plan.
     */
    private static final String ALL = """
            WITH called AS (
              INSERT INTO notification (alert_id, step, channel, worker_id, contact_id, because, created_at,
                                        next_attempt_at)
              SELECT u.alert, u.round, u.channel, u.worker, u.contact, u.because, :now, :now
                FROM unnest((SELECT :called::bigint[]), (SELECT :rounds::integer[]), (SELECT :channels::text[]),
                            (SELECT :workers::bigint[]), (SELECT :contacts::bigint[]), (SELECT :reasons::text[]))
                     AS u (alert, round, channel, worker, contact, because)
              ON CONFLICT DO NOTHING
            ), written AS (
              INSERT INTO alert_event (alert_id, at, kind, actor, detail)
              SELECT u.alert, :now, u.kind, 'kanhu', u.detail::jsonb
                FROM unnest((SELECT :lines::bigint[]), (SELECT :kinds::text[]), (SELECT :details::text[])) WITH ORDINALITY
                     AS u (alert, kind, detail, position)
               ORDER BY u.position
            )
            UPDATE alert a
               SET ladder_id = u.ladder, rung = u.rung, climbing_since = u.since, next_action_at = u.next,
                   step = a.step + CASE WHEN u.calls THEN 1 ELSE 0 END,
                   state = CASE WHEN u.calls AND a.state = 'raised' THEN 'dispatched' ELSE a.state END,
                   dispatched_at = CASE WHEN u.calls THEN coalesce(a.dispatched_at, :now) ELSE a.dispatched_at END,
                   version = a.version + CASE WHEN u.shows AND :change THEN 1 ELSE 0 END
              FROM unnest((SELECT :alerts::bigint[]), (SELECT :ladders::bigint[]), (SELECT :rungs::integer[]),
                          (SELECT :since::timestamptz[]), (SELECT :next::timestamptz[]), (SELECT :calls::boolean[]),
                          (SELECT :shows::boolean[]))
                   AS u (alert, ladder, rung, since, next, calls, shows)
             WHERE a.id = u.alert
            """;

    /** While it knows of few alerts PostgreSQL plans to read them all for several; of one that is named it reads that one. */
    private static final String ONE = ALL + " AND a.id = :only";

    private Outbox() {}

    /** @param countsAsChange whether the alerts' versions go up where there is something to see */
    static void write(Handle handle, List<Climbed> climbs, Instant now, boolean countsAsChange) {
        if (climbs.isEmpty()) {
            return;
        }
        Update update = handle.createUpdate(climbs.size() == 1 ? ONE : ALL)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("change", countsAsChange);
        bindCalls(update, climbs);
        bindLines(update, climbs);
        bindMoves(update, climbs);
        if (climbs.size() == 1) {
            update.bind("only", climbs.getFirst().from().alertId());
        }
        update.execute();
    }

    /** Who was called by what so far, as {@link Call#key()} says it. */
    static Set<String> called(Handle handle, long alertId) {
        return Set.copyOf(
                handle.createQuery("""
                        SELECT DISTINCT concat(coalesce(worker_id::text, 'null'), ' ', coalesce(contact_id::text, 'null'), ' ', channel)
                          FROM notification WHERE alert_id = :id AND band IS NULL
                        """).bind("id", alertId).mapTo(String.class).list());
    }

    private static void bindCalls(Update update, List<Climbed> climbs) {
        List<Long> alerts = new ArrayList<>();
        List<Integer> rounds = new ArrayList<>();
        List<String> channels = new ArrayList<>();
        List<@Nullable Long> workers = new ArrayList<>();
        List<@Nullable Long> contacts = new ArrayList<>();
        List<@Nullable String> reasons = new ArrayList<>();
        for (Climbed climbed : climbs) {
            for (Call call : climbed.calls()) {
                alerts.add(climbed.from().alertId());
                rounds.add(climbed.from().round());
                channels.add(call.by().code());
                workers.add(call.person().workerId());
                contacts.add(call.person().contactId());
                reasons.add(call.person().because());
            }
        }
        update.bindArray("called", Long.class, alerts)
                .bindArray("rounds", Integer.class, rounds)
                .bindArray("channels", String.class, channels)
                .bindArray("workers", Long.class, workers)
                .bindArray("contacts", Long.class, contacts)
                .bindArray("reasons", String.class, reasons);
    }

    private static void bindLines(Update update, List<Climbed> climbs) {
        List<Long> alerts = new ArrayList<>();
        List<String> kinds = new ArrayList<>();
        List<String> details = new ArrayList<>();
        for (Climbed climbed : climbs) {
            for (Note line : linesOf(climbed)) {
                alerts.add(climbed.from().alertId());
                kinds.add(line.kind());
                details.add(line.detail());
            }
        }
        update.bindArray("lines", Long.class, alerts)
                .bindArray("kinds", String.class, kinds)
                .bindArray("details", String.class, details);
    }

    /** What the case file says of a climb, in order. */
    static List<Note> linesOf(Climbed climbed) {
        return Stream.concat(
                        climbed.notes().stream(),
                        climbed.calls().stream().map(call -> new Note("dispatched", detailOf(call))))
                .toList();
    }

    private static void bindMoves(Update update, List<Climbed> climbs) {
        List<Long> alerts = new ArrayList<>();
        List<@Nullable Long> ladders = new ArrayList<>();
        List<Integer> rungs = new ArrayList<>();
        List<@Nullable String> since = new ArrayList<>();
        List<@Nullable String> next = new ArrayList<>();
        List<Boolean> calls = new ArrayList<>();
        List<Boolean> shows = new ArrayList<>();
        for (Climbed climbed : climbs) {
            alerts.add(climbed.from().alertId());
            ladders.add(climbed.from().ladderId());
            rungs.add(climbed.rung());
            since.add(text(climbed.since()));
            next.add(text(climbed.next()));
            calls.add(!climbed.calls().isEmpty());
            shows.add(climbed.shows());
        }
        update.bindArray("alerts", Long.class, alerts)
                .bindArray("ladders", Long.class, ladders)
                .bindArray("rungs", Integer.class, rungs)
                .bindArray("since", String.class, since)
                .bindArray("next", String.class, next)
                .bindArray("calls", Boolean.class, calls)
                .bindArray("shows", Boolean.class, shows);
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
        String because = call.person().because();
        String why = because == null ? "" : ",\"because\":\"" + because + "\"";
        return "{%s,\"channel\":\"%s\"%s%s}".formatted(who, call.by().code(), where, why);
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }
}
