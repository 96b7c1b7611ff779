package io.kanhu.alerting.rules;

import com.sun.management.ThreadMXBean;
import io.kanhu.alerting.Arrived;
import io.kanhu.ingest.store.Entry;
import io.kanhu.protocol.Report;
import io.kanhu.protocol.Telemetry;
import io.kanhu.protocol.Topic;
import io.kanhu.registry.Band;
import io.kanhu.registry.Worn;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;

/** What the look at normal readings costs; no test, run by hand. Prints nanoseconds and bytes a reading. */
final class SuspicionBench {
    private static final int BATCHES = 500;
    private static final int ROUNDS = 200;

    private SuspicionBench() {}

    public static void main(String[] arguments) {
        Random chance = new Random(1);
        Instant now = Instant.parse("2026-03-21T01:00:00Z");
        // A city's worth of different objects, so that the caches are as cold as they will be.
        List<List<Entry>> batches = IntStream.range(0, BATCHES)
                .mapToObj(b -> IntStream.range(0, 2000)
                        .mapToObj(i -> {
                            String id = "band-" + b + "-" + i;
                            Worn worn = new Worn(b * 2000L + i, 1L, Instant.EPOCH, null);
                            Band band = new Band(id, new byte[32], false, List.of(worn));
                            Report report = new Report(
                                    now, 60 + chance.nextInt(40), null, null, null, null, null, null, null, null);
                            return new Entry(
                                    new Arrived(id, Topic.Kind.TELEMETRY, now),
                                    new Telemetry(List.of(report)),
                                    List.of(),
                                    band);
                        })
                        .toList())
                .toList();
        Suspicion suspicion = new Suspicion(new LimitsBook(Jdbi.create("jdbc:postgresql:none")));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int round = 0; round < ROUNDS; round++) {
            long bytes = threads.getCurrentThreadAllocatedBytes();
            long nanos = System.nanoTime();
            int found = 0;
            for (List<Entry> batch : batches) {
                found += suspicion.in(batch).size();
            }
            if (round % 50 == 49) {
                double readings = BATCHES * 2000.0;
                System.out.printf(
                        "%.1f ns and %.4f bytes a reading; %.3f %% of a core at 50,000 a second (%d suspicious)%n",
                        (System.nanoTime() - nanos) / readings,
                        (threads.getCurrentThreadAllocatedBytes() - bytes) / readings,
                        (System.nanoTime() - nanos) / readings * 50_000 / 1e9 * 100,
                        found);
            }
        }
    }
}
