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
import io.kanhu.ingest.Values;
import io.kanhu.protocol.SosPress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

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
        public void bind(Values values) throws SQLException {
            Pressed pressed = opening.pressed();
            Instant pressedAt = pressed.press().pressedAt();
            boolean calls = start.callsSomebody();
            values.number(start.alertId())
                    .text((calls ? AlertState.DISPATCHED : AlertState.RAISED).code())
                    .number(pressed.wearerId())
                    .text(pressed.band())
                    .number(pressed.gridId())
                    .time(pressedAt)
                    .time(pressed.receivedAt())
                    .flag(opening.late())
                    .decimal(opening.latitude())
                    .decimal(opening.longitude())
                    .decimal(opening.accuracy())
                    .time(opening.place().map(Place::at).orElse(null))
                    .number(opening.atGrid())
                    .number(opening.atArea())
                    .number(start.ladderId())
                    .count(start.rung())
                    .time(start.since())
                    .time(start.next())
                    .count(calls ? 1 : 0)
                    .time(calls ? opening.now() : null)
                    .number(pressed.wearerId())
                    .time(pressedAt)
                    .number(FallAndCall.SAME_MOMENT.toSeconds())
                    .count((int) FallAndCall.PATIENCE.toMillis());
        }
    }
}
