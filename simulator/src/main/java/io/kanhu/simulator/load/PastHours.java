package io.kanhu.simulator.load;

import io.kanhu.simulator.band.CannotRun;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** The hours of a past that was written straight into the table: the server rolls them up as it would have done hour by hour. */
final class PastHours {
    private static final Duration LONGEST = Duration.ofMinutes(90);
    private static final Duration LOOK_EACH = Duration.ofSeconds(1);
    /** An hour is rolled up when it has been over for so long, and nobody can add to it without saying so. */
    private static final Duration SETTLED = Duration.ofMinutes(65);

    private PastHours() {}

    /**
     * Has them rolled up and packed, which the server begins with within ten minutes, and says how long it took from then.
     *
     * @throws CannotRun if they are not after an hour and a half
     */
    static void awaitRollUp(Connection database, Instant start, PrintWriter out)
            throws SQLException, InterruptedException {
        // As far as the server can roll up by now; what ends meanwhile is not waited for.
        Instant until = Instant.now().minus(SETTLED).truncatedTo(ChronoUnit.HOURS);
        try (PreparedStatement back = database.prepareStatement(
                "UPDATE roll_up SET rolled_until = date_bin('1 hour', ?, 'epoch') - INTERVAL '1 hour'")) {
            back.setObject(1, start.atOffset(ZoneOffset.UTC));
            back.executeUpdate();
        }
        out.println("waiting for the server to roll the past's hours up, which it begins with within ten minutes");
        out.flush();
        long waited = System.nanoTime();
        long begun = 0;
        Instant reached;
        do {
            if (System.nanoTime() - waited > LONGEST.toNanos()) {
                throw new CannotRun("the hours of the past are not rolled up after " + LONGEST.toMinutes()
                        + " minutes; the server's log says why");
            }
            Thread.sleep(LOOK_EACH);
            reached = rolledUntil(database);
            if (begun == 0 && reached.isAfter(start)) {
                begun = System.nanoTime();
            }
        } while (reached.isBefore(until));
        out.printf(Locale.ROOT, "rolled up and packed in %.0f s%n", (System.nanoTime() - begun) / 1e9);
        out.flush();
        try (Statement statement = database.createStatement()) {
            statement.execute("ANALYZE vital_sign_packed, vital_sign_rolled");
        }
    }

    private static Instant rolledUntil(Connection database) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("SELECT rolled_until FROM roll_up")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }
}
