package io.kanhu.alerting.escalation;

import io.kanhu.alerting.escalation.Position.Line;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Where a case will stand that is not written yet, and who is there for it. */
public final class Foot {
    /** To be selected {@code s.*, p.*} from, for {@link #row}. */
    public static final String WITH_PEOPLE = Position.WITH_PEOPLE;

    /** The order of the answer. */
    public static final String IN_ORDER = Position.IN_ORDER;

    private final Position position;

    private Foot(Position position) {
        this.position = position;
    }

    /**
     * What a question has to ask for.
     *
     * @param coming what has the case as it will be: {@code id, kind, severity, wearer_id, grid_id, at_grid_id, at_area_id, located_at}
     * @return queries for its {@code WITH RECURSIVE}; they take {@code :at}, the moment for which people are looked for
     */
    public static String of(String coming) {
        return """
                concerned AS (
                  SELECT c.*, true AS begins, 0 AS step, NULL::timestamptz AS dispatched_at, NULL::bigint AS acknowledged_by,
                         NULL::bigint AS assigned_to, NULL::timestamptz AS next_action_at, NULL::bigint AS ladder_id, 0 AS rung,
                         NULL::timestamptz AS climbing_since
                    FROM %s c
                ), %s
                """.formatted(coming, Position.STANDING);
    }

    /** A row of the answer. */
    public static final class Row {
        private final Line line;

        private Row(Line line) {
            this.line = line;
        }
    }

    /** Reads a row. */
    public static Row row(ResultSet row) throws SQLException {
        return new Row(Position.line(row));
    }

    /** All rows of one case together; nothing if there are none. */
    public static Optional<Foot> of(List<Row> rows) {
        return Position.together(rows.stream().map(row -> row.line)).stream()
                .findFirst()
                .map(Foot::new);
    }

    /** The number that the case will have. */
    public long alertId() {
        return position.alertId();
    }

    Position position() {
        return position;
    }
}
