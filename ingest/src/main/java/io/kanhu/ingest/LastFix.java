package io.kanhu.ingest;

import io.kanhu.ingest.SosHook.Seen;
import io.kanhu.protocol.Fix;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Where a band was last, as a query asks for it. */
public final class LastFix {
    private LastFix() {}

    /**
     * A query for the newest fix, which takes {@code :since}, the earliest moment that says anything.
     *
     * @param band what stands for the band in it
     * @param where what must hold for it to be looked for
     */
    public static String of(String band, String where) {
        return """
                SELECT l.latitude AS seen_latitude, l.longitude AS seen_longitude, l.accuracy AS seen_accuracy,
                       l.measured_at AS seen_at
                  FROM location_fix l
                 WHERE %s AND l.band = %s AND l.measured_at > :since ORDER BY l.measured_at DESC LIMIT 1
                """.formatted(where, band);
    }

    /** Reads its answer; nothing if there was none. */
    public static Optional<Seen> read(ResultSet row) throws SQLException {
        OffsetDateTime at = row.getObject("seen_at", OffsetDateTime.class);
        Float accuracy = row.getObject("seen_accuracy", Float.class);
        return at == null
                ? Optional.empty()
                : Optional.of(new Seen(
                        new Fix(
                                row.getDouble("seen_latitude"),
                                row.getDouble("seen_longitude"),
                                accuracy == null ? null : accuracy.doubleValue(),
                                null),
                        at.toInstant()));
    }
}
