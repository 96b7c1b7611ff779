package io.kanhu.ingest.store;

import io.kanhu.database.TestDatabase;
import io.kanhu.database.TestDatabase.Kind;
import io.kanhu.database.upkeep.Hours;
import io.kanhu.database.upkeep.RollUp;
import io.kanhu.ingest.state.WearerStates;
import io.kanhu.protocol.BloodPressure;
import io.kanhu.protocol.Report;
import io.kanhu.protocol.Telemetry;
import io.kanhu.protocol.Topic;
import io.kanhu.registry.Band;
import io.kanhu.registry.Worn;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever bands send and in whatever order, late, twice, in halves: the hours are those of the readings. Chances are drawn anew with each
 * run; a failure names the seed.
 */
@Tag("long")
class RollUpOfReportsIT {
    private static final int ROUNDS = 12;

    private final long seed =
            Long.getLong("kanhu.test.seed", ThreadLocalRandom.current().nextLong());
    private final Random random = new Random(seed);
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final List<Entry> sent = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theRollUpEqualsTheReadings(Kind kind) throws SQLException {
        try (TestDatabase database = TestDatabase.fresh(kind)) {
            TelemetryStore store = new TelemetryStore(
                    database.dataSource(),
                    new WearerStates(database.dataSource(), Clock.systemUTC(), new SimpleMeterRegistry()),
                    RuleHook.NONE);
            RollUp rollUp = RollUp.of(database.jdbi());
            for (int round = 0; round < ROUNDS; round++) {
                store.write(batch());
                if (random.nextInt(3) == 0) {
                    rollUp.run();
                }
                if (random.nextInt(4) == 0) {
                    Hours.runPolicies(database.jdbi());
                }
                if (random.nextInt(6) == 0) {
                    rollUpAgainFrom(database, random.nextInt(1, 20));
                }
                Hours.packedEqualTheReadings(database.jdbi());
            }
            rollUp.run();
            Hours.runPolicies(database.jdbi());
            Hours.equalTheReadings(database.jdbi());
        } catch (AssertionError e) {
            throw new AssertionError("run again with -Dkanhu.test.seed=" + seed, e);
        }
    }

    /** As an operator may, at any time: back, never ahead. */
    private static void rollUpAgainFrom(TestDatabase database, int daysAgo) {
        database.jdbi()
                .useHandle(handle -> handle.createUpdate("UPDATE roll_up SET rolled_until = :from")
                        .bind(
                                "from",
                                Instant.now()
                                        .minus(Duration.ofDays(daysAgo))
                                        .truncatedTo(ChronoUnit.HOURS)
                                        .atOffset(ZoneOffset.UTC))
                        .execute());
    }

    private List<Entry> batch() {
        List<Entry> batch = new ArrayList<>();
        for (int message = random.nextInt(1, 40); message > 0; message--) {
            boolean again = !sent.isEmpty() && random.nextInt(5) == 0;
            batch.add(again ? sent.get(random.nextInt(sent.size())) : message("b" + random.nextInt(5)));
        }
        sent.addAll(batch);
        return batch;
    }

    private Entry message(String band) {
        List<Report> reports = new ArrayList<>();
        Instant last = now.minus(age());
        for (int report = random.nextInt(1, 60); report > 0; report--) {
            reports.add(report(last.minusSeconds(report * (random.nextInt(4) == 0 ? 50L : 600L))));
        }
        Band known = new Band(
                band, new byte[32], false, List.of(new Worn(7, null, Instant.EPOCH, now.minus(Duration.ofDays(2)))));
        return new Entry(new Sent(band, Topic.Kind.TELEMETRY, now), new Telemetry(reports), List.of(), known);
    }

    /** Mostly fresh, often hours old, now and then weeks. */
    private Duration age() {
        return switch (random.nextInt(5)) {
            case 0, 1 -> Duration.ofMinutes(random.nextInt(90));
            case 2, 3 -> Duration.ofMinutes(random.nextInt(60 * 24));
            default -> Duration.ofMinutes(random.nextInt(60 * 24 * 29));
        };
    }

    /** One half of a moment or the other, or both. */
    private Report report(Instant at) {
        int half = random.nextInt(3);
        boolean pulse = half != 1;
        boolean pressure = half != 0;
        return new Report(
                at,
                pulse ? (Integer) random.nextInt(40, 180) : null,
                pressure ? new BloodPressure(random.nextInt(100, 180), random.nextInt(50, 90)) : null,
                some(random.nextInt(80, 100)),
                random.nextInt(4) == 0 ? (Double) (random.nextInt(350, 400) / 10.0) : null,
                some(random.nextInt(20_000)),
                null,
                null,
                null,
                null);
    }

    private @Nullable Integer some(int value) {
        return random.nextInt(4) == 0 ? value : null;
    }
}
