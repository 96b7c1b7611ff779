package io.kanhu.alerting.episode;

import io.kanhu.alerting.escalation.Climber;
import io.kanhu.alerting.escalation.Climber.Beginning;
import io.kanhu.alerting.escalation.Foot;
import io.kanhu.alerting.escalation.Start;
import io.kanhu.ingest.LastFix;
import io.kanhu.ingest.Part;
import io.kanhu.ingest.SosHook;
import io.kanhu.ingest.SosHook.Foreseen;
import io.kanhu.ingest.SosHook.Pressed;
import io.kanhu.ingest.SosHook.Seen;
import io.kanhu.protocol.SosPress;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * A press that will open a call: the number of its case, and who is there for it. Found out in one question, before anything is written.
 *
 * @param lastSeen where the band was last, if nothing better was known
 */
record Foresight(Opening opening, Foot foot, Optional<Seen> lastSeen) {
    /** Nothing unless the press is new and nothing is open that it might count for: what is, is looked at step by step. */
    private static final String ASK = """
            WITH RECURSIVE coming AS MATERIALIZED (
              SELECT nextval(pg_get_serial_sequence('alert', 'id')) AS id, 'sos' AS kind, 'emergency' AS severity,
                     CAST(:wearer AS bigint) AS wearer_id, CAST(:grid AS bigint) AS grid_id,
                     CAST(:atGrid AS bigint) AS at_grid_id, CAST(:atArea AS bigint) AS at_area_id,
                     CAST(:located AS timestamptz) AS located_at
               WHERE NOT EXISTS (SELECT FROM sos_press p
                                  WHERE p.band = :band AND p.press_id = :press AND p.device_millis = :millis)
                 AND NOT EXISTS (SELECT FROM alert a
                                  WHERE a.wearer_id = :wearer AND a.kind IN ('sos', 'fall') AND a.state NOT IN ('resolved', 'closed'))
            ), %s
            SELECT last.*, s.*, p.* FROM %s LEFT JOIN LATERAL (%s) AS last ON true %s
            """.formatted(
            Foot.of("coming"), Foot.WITH_PEOPLE, LastFix.of(":band", "CAST(:unseen AS boolean)"), Foot.IN_ORDER);

    /** Fails if a call has been opened since; writes nothing if there is a fall, and then what refers to it fails. */
    private static final String WRITE = """
            INSERT INTO alert (id, kind, severity, state, wearer_id, band, grid_id, raised_at, received_at, late,
                               latitude, longitude, accuracy, located_at, at_grid_id, at_area_id,
                               ladder_id, rung, climbing_since, next_action_at, step, dispatched_at)
            OVERRIDING SYSTEM VALUE
            SELECT ?, 'sos', 'emergency', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
             WHERE case_beside(?, 'fall', ?, make_interval(secs => ?), ?) IS NULL
            """;

    private record Row(Optional<Seen> lastSeen, Foot.Row foot) {}

    /** Asks; nothing if the press is none that opens a call. Blocks. */
    static Optional<Foresight> of(Handle handle, Opening opening) {
        Pressed pressed = opening.pressed();
        SosPress press = pressed.press();
        List<Row> rows = handle.createQuery(ASK)
                .bind("wearer", pressed.wearerId())
                .bind("grid", pressed.gridId())
                .bind("atGrid", opening.atGrid())
                .bind("atArea", opening.atArea())
                .bind("located", opening.located())
                .bind("band", pressed.band())
                .bind("press", press.id())
                .bind("millis", press.deviceMillis())
                .bind("unseen", opening.place().isEmpty())
                .bind("since", Opening.utc(pressed.receivedAt().minus(SosHook.FRESH_FIX)))
                .bind("at", Opening.utc(opening.now()))
                .map((row, context) -> read(row))
                .list();
        return Foot.of(rows.stream().map(Row::foot).toList())
                .map(foot -> new Foresight(opening, foot, rows.getFirst().lastSeen()));
    }

    private static Row read(ResultSet row) throws SQLException {
        return new Row(LastFix.read(row), Foot.row(row));
    }

    long alertId() {
        return foot.alertId();
    }

    /** What is to be written, for a call that begins like this. Its ladder may have to be read. */
    Foreseen foreseen(Handle handle, Climber climber, String why, String detail) {
        Start start = climber.start(handle, foot, new Beginning(alertId(), why, detail), opening.now());
        return new Foreseen() {
            @Override
            public long alertId() {
                return start.alertId();
            }

            @Override
            public List<Part> parts() {
                return List.of(new Call(opening, start), start);
            }

            @Override
            public void isWritten() {
                climber.isWritten(start);
            }
        };
    }

    /** The case's row, as it is once its first people are called. */
    private record Call(Opening opening, Start start) implements Part {
        @Override
        public String sql() {
            return WRITE;
        }

        @Override
        public int bind(PreparedStatement statement, int from) throws SQLException {
            Pressed pressed = opening.pressed();
            int at = from;
            statement.setLong(at++, start.alertId());
            AlertState state = start.callsSomebody() ? AlertState.DISPATCHED : AlertState.RAISED;
            statement.setString(at++, state.code());
            statement.setObject(at++, pressed.wearerId(), Types.BIGINT);
            statement.setString(at++, pressed.band());
            statement.setObject(at++, pressed.gridId(), Types.BIGINT);
            statement.setObject(at++, Opening.utc(pressed.press().pressedAt()));
            statement.setObject(at++, Opening.utc(pressed.receivedAt()));
            statement.setBoolean(at++, opening.late());
            statement.setObject(at++, opening.latitude(), Types.DOUBLE);
            statement.setObject(at++, opening.longitude(), Types.DOUBLE);
            statement.setObject(at++, opening.accuracy(), Types.REAL);
            statement.setObject(at++, opening.located(), Types.TIMESTAMP_WITH_TIMEZONE);
            statement.setObject(at++, opening.atGrid(), Types.BIGINT);
            statement.setObject(at++, opening.atArea(), Types.BIGINT);
            statement.setObject(at++, start.ladderId(), Types.BIGINT);
            statement.setInt(at++, start.rung());
            statement.setObject(at++, utc(start.since()), Types.TIMESTAMP_WITH_TIMEZONE);
            statement.setObject(at++, utc(start.next()), Types.TIMESTAMP_WITH_TIMEZONE);
            statement.setInt(at++, start.callsSomebody() ? 1 : 0);
            statement.setObject(
                    at++, start.callsSomebody() ? Opening.utc(opening.now()) : null, Types.TIMESTAMP_WITH_TIMEZONE);
            statement.setObject(at++, pressed.wearerId(), Types.BIGINT);
            statement.setObject(at++, Opening.utc(pressed.press().pressedAt()));
            statement.setLong(at++, FallAndCall.SAME_MOMENT.toSeconds());
            statement.setInt(at++, (int) FallAndCall.PATIENCE.toMillis());
            return at;
        }
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant at) {
        return at == null ? null : Opening.utc(at);
    }
}
