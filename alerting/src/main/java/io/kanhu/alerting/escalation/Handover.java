package io.kanhu.alerting.escalation;

import io.kanhu.alerting.escalation.Unaided.Called;
import io.kanhu.alerting.escalation.Unaided.Line;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * What was done about a call for help while the database was away, as it is handed over to it: the rows that would be there had it
 * not been away, each with the time at which it was so.
 *
 * @param climb who was called, and what comes next
 * @param sent what became of each of its calls, in the same order
 */
public record Handover(Unaided climb, List<Sent> sent) {
    public Handover {
        sent = List.copyOf(sent);
    }

    /**
     * What became of a call.
     *
     * @param state of the notification: pending, sent, received or failed
     * @param at when it was sent or seen, {@code null} if it was not
     * @param receipt what the provider calls it, {@code null} if it has no name there
     * @param due when it is to be tried next if it is pending
     */
    public record Sent(
            String state, @Nullable Instant at, @Nullable String receipt, Instant due) {}

    /**
     * Writes it for an alert whose row the caller has just made or changed. People and ladders that are gone by now are left out.
     *
     * @param begins whether the alert goes on from where this climb has come to; otherwise it keeps its own place
     */
    void write(Handle handle, long alertId, boolean begins) {
        Update update = handle.createUpdate("""
                        WITH told AS (
                          SELECT u.*, w.name
                            FROM unnest(:rounds::integer[], :channels::text[], :workers::bigint[], :keys::text[], :at::timestamptz[],
                                        :rungs::integer[], :whom::text[], :states::text[], :sent::timestamptz[],
                                        :receipts::text[], :due::timestamptz[])
                                 WITH ORDINALITY AS u (round, channel, worker, key, at, rung, whom, state, sent, receipt, due,
                                                       position)
                            JOIN worker w ON w.id = u.worker
                        ), called AS (
                          INSERT INTO notification (alert_id, step, channel, worker_id, created_at, next_attempt_at, state,
                                                    sent_at, received_at, receipt, idempotency_key)
                          SELECT a.id, a.step + t.round, t.channel, t.worker, t.at, t.due,
                                 -- Somebody goes already: nobody need answer.
                                 CASE WHEN t.state = 'pending' AND a.state IN ('acknowledged', 'on_scene')
                                      THEN 'withdrawn' ELSE t.state END, t.sent,
                                 CASE WHEN t.state = 'received' THEN t.sent END, t.receipt, t.key::uuid
                            FROM told t, alert a WHERE a.id = :alert ORDER BY t.position
                          ON CONFLICT DO NOTHING
                        ), written AS (
                          INSERT INTO alert_event (alert_id, at, kind, actor, detail)
                          SELECT :alert, e.at, e.kind, 'kanhu', e.detail
                            FROM (SELECT t.at, 'told_without_database' AS kind,
                                         jsonb_build_object('worker', t.worker, 'name', t.name, 'channel', t.channel,
                                                            'rung', t.rung, 'whom', t.whom) AS detail
                                    FROM told t
                                  UNION ALL
                                  SELECT u.at, u.kind, u.detail::jsonb
                                    FROM unnest(:lineTimes::timestamptz[], :lineKinds::text[], :lines::text[])
                                         AS u (at, kind, detail)) e
                           ORDER BY e.at
                        )
                        UPDATE alert a
                           SET without_database = true,
                               step = a.step + :round,
                               state = CASE WHEN t.somebody AND a.state = 'raised' THEN 'dispatched' ELSE a.state END,
                               dispatched_at = coalesce(a.dispatched_at, t.earliest),
                               ladder_id = CASE WHEN :begins THEN l.id ELSE a.ladder_id END,
                               rung = CASE WHEN :begins THEN :rung ELSE a.rung END,
                               climbing_since = CASE WHEN :begins THEN :since ELSE a.climbing_since END,
                               next_action_at = CASE WHEN :begins THEN :next ELSE a.next_action_at END
                          FROM (SELECT count(*) > 0 AS somebody, min(at) AS earliest FROM told) t, ladder l
                         WHERE a.id = :alert AND l.id = :ladder
                        """)
                .bind("alert", alertId)
                .bind("begins", begins)
                .bind("ladder", climb.ladder())
                .bind("round", climb.round())
                .bind("rung", climb.rung())
                .bind("since", utc(climb.since()))
                .bind("next", utc(climb.next()));
        bindCalls(update);
        update.bindArray(
                        "lineTimes",
                        String.class,
                        texts(climb.lines().stream().map(Line::at).toList()))
                .bindArray(
                        "lineKinds",
                        String.class,
                        climb.lines().stream().map(Line::kind).toList())
                .bindArray(
                        "lines",
                        String.class,
                        climb.lines().stream().map(Line::detail).toList());
        if (update.execute() == 0) {
            throw new IllegalStateException(
                    "ladder " + climb.ladder() + " is gone, on which alert " + alertId + " was");
        }
    }

    private void bindCalls(Update update) {
        List<Called> calls = climb.called();
        List<@Nullable String> sentAt = new ArrayList<>();
        List<@Nullable String> receipts = new ArrayList<>();
        sent.forEach(one -> {
            sentAt.add(one.at() == null ? null : one.at().toString());
            receipts.add(one.receipt());
        });
        update.bindArray(
                        "rounds",
                        Integer.class,
                        calls.stream().map(Called::round).toList())
                .bindArray(
                        "channels",
                        String.class,
                        calls.stream().map(one -> one.by().code()).toList())
                .bindArray(
                        "workers",
                        Long.class,
                        calls.stream().map(Called::worker).toList())
                .bindArray(
                        "keys",
                        String.class,
                        calls.stream().map(one -> one.key().toString()).toList())
                .bindArray(
                        "at", String.class, texts(calls.stream().map(Called::at).toList()))
                .bindArray(
                        "rungs", Integer.class, calls.stream().map(Called::rung).toList())
                .bindArray(
                        "whom",
                        String.class,
                        calls.stream().map(one -> one.whom().code()).toList())
                .bindArray(
                        "states", String.class, sent.stream().map(Sent::state).toList())
                .bindArray("sent", String.class, sentAt)
                .bindArray("receipts", String.class, receipts)
                .bindArray(
                        "due", String.class, texts(sent.stream().map(Sent::due).toList()));
    }

    private static List<String> texts(List<Instant> times) {
        return times.stream().map(Instant::toString).toList();
    }

    private static java.time.@Nullable OffsetDateTime utc(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }
}
