package io.kanhu.ingest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The values of a statement's question marks, given one after another. {@code null} is no value. Used by one thread. */
public final class Values {
    private final PreparedStatement statement;
    private int given;

    /** Of a statement that has none yet. */
    public Values(PreparedStatement statement) {
        this.statement = statement;
    }

    public Values text(@Nullable String value) throws SQLException {
        statement.setString(++given, value);
        return this;
    }

    /** A bigint. */
    public Values number(@Nullable Long value) throws SQLException {
        return object(value, Types.BIGINT);
    }

    /** An integer, or a smallint. */
    public Values count(@Nullable Integer value) throws SQLException {
        return object(value, Types.INTEGER);
    }

    /** A double precision, or a real. */
    public Values decimal(@Nullable Double value) throws SQLException {
        return object(value, Types.DOUBLE);
    }

    public Values flag(boolean value) throws SQLException {
        statement.setBoolean(++given, value);
        return this;
    }

    public Values time(@Nullable Instant value) throws SQLException {
        return object(value == null ? null : value.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
    }

    /**
     * An array with an element for each row.
     *
     * @param type of the elements, as PostgreSQL calls it
     */
    public <T> Values column(String type, List<T> rows, Function<T, @Nullable Object> value) throws SQLException {
        return array(type, rows.stream().map(value).toArray());
    }

    /** An array of these elements. */
    public Values array(String type, @Nullable Object[] elements) throws SQLException {
        Connection connection = statement.getConnection();
        statement.setArray(++given, connection.createArrayOf(type, elements));
        return this;
    }

    private Values object(@Nullable Object value, int type) throws SQLException {
        statement.setObject(++given, value, type);
        return this;
    }
}
