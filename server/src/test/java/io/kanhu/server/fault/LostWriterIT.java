package io.kanhu.server.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.server.Town;
import io.kanhu.server.load.LoadRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connection of a writer dies while it writes a batch, again and again. */
@Tag("long")
class LostWriterIT {
    private static final int TIMES = 6;
    private static final String OF_TELEMETRY = "INSERT INTO vital_sign";
    private static final String OF_A_PRESS = "sos_press|INSERT INTO (alert|notification)";

    @TempDir
    private Path data;

    @Test
    void whatWasInTheBatchIsStoredOnceByTheNextConnection() {
        try (Town town = Town.start(data);
                ServerLog log = ServerLog.listen()) {
            CompletableFuture<LoadRun> load = LoadRun.begin(
                    data, "--mix=CITY", "--rate=2000", "--window=100", "--sos-rate=100", "--warm-up=0", "--seconds=10");
            AtomicInteger telemetry = new AtomicInteger();
            AtomicInteger presses = new AtomicInteger();
            // No more often: on a busy machine no batch would ever get through.
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> {
                        lose(town, OF_TELEMETRY, telemetry);
                        lose(town, OF_A_PRESS, presses);
                        return telemetry.get() >= TIMES && presses.get() >= TIMES;
                    });
            LoadRun ran = load.join();
            assertThat(ran.words()).contains("lost 0, duplicated 0, not acknowledged 0, out of order 0");
            assertThat(ran.code()).isZero();
            // Each band's presses are one case that knows of all of them.
            assertThat(count(town, "SELECT sum(press_count) FROM alert WHERE kind = 'sos'"))
                    .isPositive()
                    .isEqualTo(count(town, "SELECT count(*) FROM sos_press"));
            log.isFreeOfStackTraces();
        }
    }

    private static void lose(Town town, String statement, AtomicInteger times) {
        if (times.get() < TIMES) {
            times.addAndGet(terminate(town.jdbi(), statement));
        }
    }

    /** Ends the connections that are at work on such a statement, and says how many there were. */
    private static int terminate(Jdbi jdbi, String statement) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity
                         WHERE datname = current_database() AND pid <> pg_backend_pid()
                           AND state IN ('active', 'idle in transaction') AND query ~ :statement
                        """)
                .bind("statement", statement)
                .mapTo(int.class)
                .one());
    }

    private static long count(Town town, String query) {
        return town.jdbi()
                .withHandle(
                        handle -> handle.createQuery(query).mapTo(long.class).one());
    }
}
