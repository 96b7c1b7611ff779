package io.kanhu.alerting.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.database.SettableClock;
import io.kanhu.database.TestDatabase;
import io.kanhu.database.TestDatabase.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("long")
class BaselinesIT {
    private static final ZoneId CITY = ZoneId.of("Asia/Shanghai");

    /** One in the morning in the city. */
    private static final Instant NIGHT = Instant.parse("2026-03-20T17:00:00Z");

    private static final Instant MIDNIGHT = NIGHT.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(1));

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theNightFindsWhatIsUsualForThoseOfWhomEnoughIsKnownAndNarrowsTheirLimits(Kind kind) {
        SettableClock clock = new SettableClock(NIGHT);
        try (TestDatabase database = TestDatabase.fresh(kind)) {
            Jdbi jdbi = database.jdbi();
            // Hours before are to be read from the readings themselves.
            jdbi.useHandle(h -> h.execute("UPDATE roll_up SET rolled_until = '2026-01-01 00:00:00+00'"));
            long li = enrol(jdbi, "li");
            long wu = enrol(jdbi, "wu");
            TrialPast past = new TrialPast(CITY);
            // Li: three weeks, steady at night, lively by day; wu: six days.
            readings(jdbi, "li", li, 21, past);
            readings(jdbi, "wu", wu, 6, new TrialPast(CITY));
            Baselines nightly = new Baselines(jdbi, clock, CITY);
            BaselineBook book = new BaselineBook(jdbi, clock, CITY);
            assertThat(book.within(Limits.DEFAULT)).isEqualTo(Limits.DEFAULT);
            nightly.look();
            book.refresh();

            for (int hour = 0; hour < 24; hour++) {
                Instant at = MIDNIGHT.plus(Duration.ofHours(hour)).plusSeconds(60);
                assertThat(book.of(li, at, Limits.DEFAULT))
                        .as("hour %s", hour)
                        .isEqualTo(past.usualAt(at, Limits.DEFAULT));
            }
            Norm threeAtNight = book.of(li, MIDNIGHT.plus(Duration.ofHours(3)), Limits.DEFAULT);
            assertThat(threeAtNight.isKnown()).isTrue();
            assertThat(threeAtNight.high()).isBetween(90, 95);
            assertThat(book.of(wu, NIGHT, Limits.DEFAULT)).isEqualTo(Norm.unknown(Limits.DEFAULT));
            assertThat(book.within(Limits.DEFAULT).pulseHigh()).isEqualTo(Baseline.LEAST_HIGH);

            // By day nothing is computed, the same night nothing again; an old one is none.
            clock.pass(Duration.ofHours(1));
            nightly.look();
            clock.pass(Duration.ofHours(8));
            nightly.look();
            int thatNight = jdbi.withHandle(h -> h.select(
                            "SELECT count(*) FROM pulse_baseline WHERE computed_at = ?", NIGHT.atOffset(ZoneOffset.UTC))
                    .mapTo(int.class)
                    .one());
            assertThat(thatNight).isEqualTo(2);
            assertThat(book.of(li, NIGHT.plus(Duration.ofDays(8)), Limits.DEFAULT)
                            .isKnown())
                    .isFalse();
        }
    }

    private static long enrol(Jdbi jdbi, String name) {
        return jdbi.withHandle(h -> {
            long wearer = h.select("INSERT INTO wearer (code, name) VALUES (?, ?) RETURNING id", name, name)
                    .mapTo(long.class)
                    .one();
            h.execute("INSERT INTO band (id, secret_sha256) VALUES (?, ?)", name, new byte[32]);
            h.execute(
                    "INSERT INTO band_assignment (band, wearer_id, starts_at) VALUES (?, ?, '2026-01-01 00:00:00+00')",
                    name,
                    wearer);
            return wearer;
        });
    }

    private static void readings(Jdbi jdbi, String band, long wearer, int days, TrialPast past) {
        Instant from = MIDNIGHT.minus(Duration.ofDays(days));
        int[] bpm = new int[days * 24 * 6];
        for (int i = 0; i < bpm.length; i++) {
            int hour = i / 6 % 24;
            int day = i / 144;
            bpm[i] = hour < 7 ? 58 + day % 3 + i % 2 : 70 + hour % 4 * 5 + day * 7 % 11 + i % 5;
            past.take(from.plus(Duration.ofMinutes(10L * i)), bpm[i]);
        }
        jdbi.useHandle(h -> h.createUpdate("""
                        INSERT INTO vital_sign (band, measured_at, wearer_id, received_at, heart_rate)
                        SELECT :band, :from::timestamptz + (n - 1) * INTERVAL '10 minutes', :wearer, now(), bpm
                          FROM unnest(:bpm::int4[]) WITH ORDINALITY AS r (bpm, n)
                        """)
                .bind("band", band)
                .bind("from", from.atOffset(ZoneOffset.UTC))
                .bind("wearer", wearer)
                .bind("bpm", bpm)
                .execute());
    }
}
