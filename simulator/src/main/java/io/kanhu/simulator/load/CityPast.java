package io.kanhu.simulator.load;

import io.kanhu.simulator.band.CannotRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The last 30 days of a city, written straight into {@code vital_sign}: all bands in turn, as time went by, so that the rows of one
 * band lie as far apart as they would. Keys and indexes stay as they are.
 */
final class CityPast {
    private static final Duration LENGTH = Duration.ofDays(30);
    private static final Duration INTERVAL = Duration.ofSeconds(50);
    /** Heap, key, and what the write-ahead log holds meanwhile. */
    private static final long BYTES_A_ROW = 170;

    private static final long BYTES_BESIDE = 8L << 30;
    private static final long STEP = 500_000;
    private static final int WRITERS = 2;
    private static final int PARTS_TOLD = 10;

    private final Town town;
    private final long rows;
    private final int bands;
    private final Instant start;
    private final AtomicLong written = new AtomicLong();

    private CityPast(Town town, long rows, int bands) {
        this.town = town;
        this.rows = rows;
        this.bands = bands;
        this.start = Instant.now().truncatedTo(ChronoUnit.MILLIS).minus(LENGTH);
    }

    /** A past of so many rows that ends now. */
    static CityPast of(Town town, long rows) {
        return new CityPast(town, rows, bandsFor(rows));
    }

    /** How many bands make so many rows in 30 days, one each 50 s. */
    static int bandsFor(long rows) {
        return (int) Math.max(1, rows / LENGTH.dividedBy(INTERVAL));
    }

    int bands() {
        return bands;
    }

    /** When it begins. */
    Instant start() {
        return start;
    }

    /** When it ends. */
    Instant end() {
        return start.plus(LENGTH);
    }

    /**
     * Makes sure that it fits.
     *
     * @throws CannotRun if it does not
     */
    static void requireSpace(Path data, long rows) {
        long needed = rows * BYTES_A_ROW + BYTES_BESIDE;
        try {
            FileStore disk = Files.getFileStore(data);
            if (disk.getUsableSpace() < needed) {
                throw new CannotRun(String.format(
                        Locale.ROOT,
                        "%,d rows need about %d GiB free in %s, and there are %d; give fewer --rows, or another TMPDIR",
                        rows,
                        needed >> 30,
                        data,
                        disk.getUsableSpace() >> 30));
            }
        } catch (IOException e) {
            throw new CannotRun("cannot tell how much is free in " + data + ": " + e.getMessage());
        }
    }

    /** Writes it, says how far it is, and leaves the table as a database does that had the time to tidy up. */
    void write(PrintWriter out) throws SQLException, InterruptedException {
        long begun = System.nanoTime();
        List<Future<?>> halves = new ArrayList<>();
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            for (int writer = 0; writer < WRITERS; writer++) {
                long from = rows * writer / WRITERS;
                long until = rows * (writer + 1) / WRITERS;
                halves.add(writers.submit(() -> write(from, until, begun, out)));
            }
            for (Future<?> half : halves) {
                half.get();
            }
        } catch (ExecutionException e) {
            throw new SQLException("the table cannot be filled: " + e.getCause(), e);
        }
        try (Connection database = connect();
                Statement statement = database.createStatement()) {
            statement.execute("VACUUM (ANALYZE) vital_sign");
            statement.execute("CHECKPOINT");
        }
        out.printf(
                Locale.ROOT,
                "filled with %,d rows of %,d bands in %.0f s%n",
                rows,
                bands,
                (System.nanoTime() - begun) / 1e9);
        out.flush();
    }

    private Object write(long from, long until, long begun, PrintWriter out) throws SQLException {
        try (Connection database = connect();
                Statement statement = database.createStatement()) {
            statement.execute("SET synchronous_commit = off");
            // No notes of late reports: in a city these rows had come in time.
            statement.execute("SET session_replication_role = replica");
            statement.execute("""
                    CREATE TEMPORARY TABLE past_band AS
                    SELECT row_number() OVER (ORDER BY band) - 1 AS number, band, wearer_id
                      FROM band_assignment WHERE ends_at IS NULL ORDER BY band LIMIT %d
                    """.formatted(bands));
            statement.execute("ANALYZE past_band");
            for (long at = from; at < until; at += STEP) {
                long next = Math.min(at + STEP, until);
                statement.executeUpdate(insert(at, next));
                tell(next - at, begun, out);
            }
        }
        return written;
    }

    /** Probing the small table with the numbers keeps their order, which is that of time. */
    private String insert(long from, long until) {
        return """
                INSERT INTO vital_sign (band, measured_at, wearer_id, received_at, heart_rate, systolic, diastolic)
                SELECT band, measured_at, wearer_id, measured_at + INTERVAL '1 s', 55 + n * 7919 %% 45,
                       CASE WHEN n %% 8 = 0 THEN 110 + n * 31 %% 60 END, CASE WHEN n %% 8 = 0 THEN 60 + n * 17 %% 30 END
                  FROM generate_series(%1$d::int8, %2$d::int8) AS n
                  JOIN past_band ON number = n %% %3$d
                 CROSS JOIN LATERAL (SELECT 'epoch'::timestamptz + (%4$d + n * %5$d / %6$d) * INTERVAL '1 ms')
                    AS past (measured_at)
                """.formatted(from, until - 1, bands, start.toEpochMilli(), LENGTH.toMillis(), rows);
    }

    private void tell(long more, long begun, PrintWriter out) {
        long part = Math.max(1, rows / PARTS_TOLD);
        long now = written.addAndGet(more);
        if (now / part > (now - more) / part) {
            out.printf(Locale.ROOT, "  %,d of %,d rows after %.0f s%n", now, rows, (System.nanoTime() - begun) / 1e9);
            out.flush();
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(town.jdbcUrl(), town.jdbcUser(), town.jdbcPassword());
    }
}
