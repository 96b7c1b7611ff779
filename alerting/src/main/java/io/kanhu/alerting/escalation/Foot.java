package io.kanhu.alerting.escalation;

import io.kanhu.alerting.escalation.Position.Line;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Where a case stands that begins its ladder, and who is there for it: as the statement that makes the case asks for it. */
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
     * What a statement has to ask for.
     *
     * @param opened what has the rows of cases that were just made, all columns of {@code alert}
     * @param begins which of them begin a ladder
     * @return queries for its {@code WITH RECURSIVE}; they take {@code :at}, the moment for which people are looked for
     */
    public static String of(String opened, String begins) {
        return "concerned AS (SELECT o.*, true AS begins FROM %s o WHERE %s), %s"
                .formatted(opened, begins, Position.STANDING);
    }

    /** A row of the answer. */
    public static final class Row {
        private final Line line;

        private Row(Line line) {
            this.line = line;
        }
    }

    /** Reads a row; nothing if there is no case. */
    public static Optional<Row> row(ResultSet row) throws SQLException {
        return row.getObject("id") == null ? Optional.empty() : Optional.of(new Row(Position.line(row)));
    }

    /** All rows of one case together; nothing if there are none. */
    public static Optional<Foot> of(List<Row> rows) {
        return Position.together(rows.stream().map(row -> row.line)).stream()
                .findFirst()
                .map(Foot::new);
    }

    Position position() {
        return position;
    }
}
