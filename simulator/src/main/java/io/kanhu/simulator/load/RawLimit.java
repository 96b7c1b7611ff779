package io.kanhu.simulator.load;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * How many pulses a second the database takes from a loop that does nothing else: by COPY, and by the kind of statement that can also
 * deduplicate. One connection, one commit a batch, the table and its indexes as they are.
 */
final class RawLimit {
    private static final int BATCH = 2_000;
    private static final int BANDS = 18_000;
    private static final Duration LENGTH = Duration.ofSeconds(10);

    private final Connection database;
    /** Of this hour, as what bands send: a report of an earlier one leaves a note for the roll-up, which costs as much as the row. */
    private long millis = System.currentTimeMillis() - Duration.ofMinutes(1).toMillis();

    RawLimit(Connection database) {
        this.database = database;
    }

    /** Rows a second by {@code COPY … FROM STDIN}. */
    double copy() throws SQLException, IOException {
        CopyManager copy = database.unwrap(PGConnection.class).getCopyAPI();
        return measure(from -> {
            ByteArrayOutputStream text = new ByteArrayOutputStream(BATCH * 80);
            for (int row = 0; row < BATCH; row++) {
                String time = Instant.ofEpochMilli(millis).toString();
                text.writeBytes(
                        (band(from + row) + "\t" + time + "\t1\t" + time + "\t70\n").getBytes(StandardCharsets.UTF_8));
            }
            copy.copyIn(
                    "COPY vital_sign (band, measured_at, wearer_id, received_at, heart_rate) FROM STDIN",
                    new ByteArrayInputStream(text.toByteArray()));
        });
    }

    /** Rows a second by {@code INSERT … SELECT FROM unnest(…) ON CONFLICT DO NOTHING}. */
    double unnest() throws SQLException, IOException {
        try (PreparedStatement insert = database.prepareStatement("""
                INSERT INTO vital_sign (band, measured_at, wearer_id, received_at, heart_rate)
                SELECT band, 'epoch'::timestamptz + measured * INTERVAL '1 ms', 1, now(), pulse
                  FROM unnest(?::text[], ?::int8[], ?::int4[]) AS batch (band, measured, pulse)
                ON CONFLICT (band, measured_at) DO NOTHING
                """)) {
            return measure(from -> {
                String[] bands = new String[BATCH];
                Long[] measured = new Long[BATCH];
                Integer[] pulses = new Integer[BATCH];
                for (int row = 0; row < BATCH; row++) {
                    bands[row] = band(from + row);
                    measured[row] = millis;
                    pulses[row] = 70;
                }
                insert.setArray(1, database.createArrayOf("text", bands));
                insert.setArray(2, database.createArrayOf("int8", measured));
                insert.setArray(3, database.createArrayOf("int4", pulses));
                insert.executeUpdate();
            });
        }
    }

    private interface Batch {
        void write(int from) throws SQLException, IOException;
    }

    private double measure(Batch batch) throws SQLException, IOException {
        long begun = System.nanoTime();
        long rows = 0;
        while (System.nanoTime() - begun < LENGTH.toNanos()) {
            int from = (int) (rows % BANDS);
            if (from == 0) {
                millis++;
            }
            batch.write(from);
            rows += BATCH;
        }
        return rows * 1e9 / (System.nanoTime() - begun);
    }

    private static String band(int number) {
        return "raw-%05d".formatted(number);
    }
}
