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
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;

/** What the look at normal readings costs; no test, run by hand. Prints nanoseconds and bytes a reading. */
final class SuspicionBench {
    private static final int BATCHES = 500;
    private static final int ROUNDS = 100;

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
        Jdbi none = Jdbi.create("jdbc:postgresql:none");
        Books nobodyKnown = Books.of(none, Clock.systemUTC(), ZoneOffset.UTC);
        run("limits alone", new Suspicion(nobodyKnown), batches);
        Books allKnown = Books.of(none, Clock.systemUTC(), ZoneOffset.UTC);
        int[] medians = IntStream.generate(() -> 72).limit(Baseline.HOURS).toArray();
        int[] deviations = IntStream.generate(() -> 5).limit(Baseline.HOURS).toArray();
        for (long wearer = 0; wearer < BATCHES * 2000L; wearer++) {
            allKnown.baselines().put(wearer, new Baseline(medians, deviations, now));
        }
        run("everybody's baseline, a quarter of the readings at 90 to 99", new Suspicion(allKnown), batches);
    }

    private static void run(String what, Suspicion suspicion, List<List<Entry>> batches) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int round = 0; round < ROUNDS; round++) {
            long bytes = threads.getCurrentThreadAllocatedBytes();
            long nanos = System.nanoTime();
            int found = 0;
            for (List<Entry> batch : batches) {
                found += suspicion.in(batch).size();
            }
            if (round % 25 == 24) {
                double readings = BATCHES * 2000.0;
                System.out.printf(
                        "%s: %.1f ns and %.4f bytes a reading; %.3f %% of a core at 50,000 a second (%d suspicious)%n",
                        what,
                        (System.nanoTime() - nanos) / readings,
                        (threads.getCurrentThreadAllocatedBytes() - bytes) / readings,
                        (System.nanoTime() - nanos) / readings * 50_000 / 1e9 * 100,
                        found);
            }
        }
    }
}
