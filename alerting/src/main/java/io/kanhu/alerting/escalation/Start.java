package io.kanhu.alerting.escalation;

import io.kanhu.alerting.escalation.Climbed.Call;
import io.kanhu.alerting.escalation.Climbed.Note;
import io.kanhu.ingest.Part;
import io.kanhu.ingest.Values;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a case that is not written yet begins its ladder: who is called, what the case file says, and what its row has to say of it. What
 * {@link Outbox} writes of one that is.
 */
public final class Start implements Part {
    private static final String SQL = """
            WITH called AS (
              INSERT INTO notification (alert_id, step, channel, worker_id, contact_id, because, created_at, next_attempt_at)
              SELECT ?, ?, u.channel, u.worker, u.contact, u.because, ?::timestamptz, ?::timestamptz
                FROM unnest(?::text[], ?::bigint[], ?::bigint[], ?::text[]) AS u (channel, worker, contact, because)
              ON CONFLICT DO NOTHING
            )
            INSERT INTO alert_event (alert_id, at, kind, actor, detail)
            SELECT ?, ?, u.kind, 'kanhu', u.detail::jsonb
              FROM unnest(?::text[], ?::text[]) WITH ORDINALITY AS u (kind, detail, position) ORDER BY u.position
            """;

    private final Climbed climbed;
    private final Instant now;

    Start(Climbed climbed, Instant now) {
        this.climbed = climbed;
        this.now = now;
    }

    Climbed climbed() {
        return climbed;
    }

    /** The case. */
    public long alertId() {
        return climbed.from().alertId();
    }

    /** Whether anybody is called. */
    public boolean callsSomebody() {
        return !climbed.calls().isEmpty();
    }

    /** The ladder it is on; {@code null} if there is none for its kind. */
    public @Nullable Long ladderId() {
        return climbed.from().ladderId();
    }

    /** The rung that comes next. */
    public int rung() {
        return climbed.rung();
    }

    /** When its delays count from; {@code null} if it is on no ladder. */
    public @Nullable Instant since() {
        return climbed.since();
    }

    /** When something is due; {@code null} for never. */
    public @Nullable Instant next() {
        return climbed.next();
    }

    @Override
    public String sql() {
        return SQL;
    }

    @Override
    public void bind(Values values) throws SQLException {
        List<Call> calls = climbed.calls();
        List<Note> lines = Outbox.linesOf(climbed);
        values.number(alertId())
                .count(climbed.from().round())
                .time(now)
                .time(now)
                .column("text", calls, call -> call.by().code())
                .column("int8", calls, call -> call.person().workerId())
                .column("int8", calls, call -> call.person().contactId())
                .column("text", calls, call -> call.person().because())
                .number(alertId())
                .time(now)
                .column("text", lines, Note::kind)
                .column("text", lines, Note::detail);
    }
}
