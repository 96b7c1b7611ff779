package io.kanhu.alerting.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.alerting.episode.Finding;
import io.kanhu.alerting.episode.Kind;
import io.kanhu.alerting.episode.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeartRateRuleTest {
    private static final ZoneId CITY = ZoneId.of("Asia/Shanghai");

    /** Ten in the morning in the city. */
    private static final Instant START = Instant.parse("2026-03-21T02:00:00Z");

    private static final Duration BEFORE = Duration.ofHours(1);
    private final Random chance = new Random(7);

    @ParameterizedTest
    @CsvSource({
        "1, 131",
        "5, 131",
        "60, 131",
        "300, 131",
        "1, 165",
        "60, 165",
        "300, 165",
        "1, 40",
        "5, 40",
        "60, 40",
        "300, 40",
        "60, 33",
        "300, 33"
    })
    void tenMinutesAtRestBeyondALimitArePagedWithinFifteenWhateverTheInterval(int seconds, int bpm) {
        for (int phase = 0; phase < seconds; phase += Math.max(1, seconds / 7)) {
            Day day = new Day(seconds, phase)
                    .resting(BEFORE)
                    .at(bpm, Duration.ofMinutes(10))
                    .resting(BEFORE);
            List<Finding> pages = day.pages(null);
            assertThat(pages).as("phase %s", phase).hasSize(1);
            assertThat(pages.getFirst().kind()).isEqualTo(bpm > 100 ? Kind.HEART_RATE_HIGH : Kind.HEART_RATE_LOW);
            assertThat(Duration.between(START.plus(BEFORE), pages.getFirst().at()))
                    .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(15));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 60, 300})
    void oneReadingOrTwoMinutesOfThemAreNothing(int seconds) {
        Day day = new Day(seconds, 0);
        for (int i = 0; i < 20; i++) {
            day.resting(Duration.ofMinutes(30)).at(i % 2 == 0 ? 170 : 35, Duration.ofMinutes(2));
        }
        assertThat(day.alarms(null)).isEmpty();
    }

    @Test
    void aFastPulseOnFootIsNothingAndTheSamePulseOnAChairIsAPage() {
        Duration hour = Duration.ofHours(1);
        assertThat(new Day(60, 0).walking(140, hour).alarms(null)).isEmpty();
        assertThat(new Day(60, 0).at(140, hour).pages(null)).hasSize(1);
    }

    @Test
    void whereNothingIsKnownOfMovementAFastPulseWaitsLongerByDay() {
        Day day = new Day(60, 0).withoutSteps().at(140, Duration.ofMinutes(75));
        assertThat(day.alarms(null))
                .extracting(Finding::severity)
                .containsExactly(Severity.ATTENTION, Severity.EMERGENCY);
        assertThat(day.pages(null).getFirst().at()).isBefore(START.plus(Duration.ofMinutes(61)));
        assertThat(new Day(60, 0).withoutSteps().at(140, Duration.ofMinutes(55)).pages(null))
                .isEmpty();
    }

    @Test
    void atNightNobodyIsTakenForAGymnast() {
        Instant threeAtNight = Instant.parse("2026-03-21T19:00:00Z");
        Day night = new Day(60, 0, threeAtNight).withoutSteps().at(140, Duration.ofMinutes(10));
        assertThat(night.pages(null)).hasSize(1);
    }

    @Test
    void aPulseThatNoExertionExplainsAtThatAgeIsAPageOnFootToo() {
        Day day = new Day(60, 0).walking(160, Duration.ofMinutes(10));
        assertThat(day.pages(80)).hasSize(1);
        assertThat(day.pages(40)).isEmpty();
    }

    @Test
    void tenMinutesInTheAmberBandWantAttentionOnceUntilTheyAreOverByAMargin() {
        Day day = new Day(60, 0)
                .at(115, Duration.ofMinutes(30))
                .at(106, Duration.ofMinutes(30))
                .at(115, Duration.ofMinutes(30))
                .at(90, Duration.ofMinutes(30))
                .at(115, Duration.ofMinutes(30));
        assertThat(day.alarms(null))
                .extracting(Finding::severity)
                .containsExactly(Severity.ATTENTION, Severity.ATTENTION);
        assertThat(day.alarms(null).getLast().at()).isAfter(START.plus(Duration.ofHours(2)));
    }

    @Test
    void anAttentionCaseThatGetsWorseBecomesAPage() {
        Day day = new Day(60, 0).at(115, Duration.ofMinutes(20)).at(140, Duration.ofMinutes(20));
        assertThat(day.alarms(null))
                .extracting(Finding::severity)
                .containsExactly(Severity.ATTENTION, Severity.EMERGENCY);
    }

    @Test
    void whatIsUnusualForOneWantsAttentionAtRestAndNeverPages() {
        Instant twoAtNight = Instant.parse("2026-03-20T18:00:00Z");
        Day month = new Day(300, 0, twoAtNight);
        for (int night = 0; night < 14; night++) {
            month.at(60, Duration.ofHours(24));
        }
        month.at(97, Duration.ofMinutes(25)).at(60, Duration.ofMinutes(30));
        assertThat(month.alarms(null)).as("not for long enough").isEmpty();
        month.at(97, Duration.ofHours(2));
        assertThat(month.alarms(null))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.ATTENTION))
                .satisfies(finding -> assertThat(finding.reading()).contains("\"limit\":90,\"usual\":6"));
        month.at(140, Duration.ofMinutes(15)).at(60, Duration.ofHours(2)).at(38, Duration.ofMinutes(15));
        assertThat(month.pages(null)).hasSize(2);
    }

    @Test
    void aBaselineNeverLiftsALimitNorNarrowsItPastWhatIsNormalForAnybody() {
        for (int median = 30; median < 220; median++) {
            for (int deviation = 0; deviation < 60; deviation++) {
                Norm usual = new Baseline(all(median), all(deviation), START).at(3, Limits.DEFAULT);
                assertThat(usual.high()).isBetween(Baseline.LEAST_HIGH, Limits.DEFAULT.pulseHigh());
                assertThat(usual.low()).isBetween(Limits.DEFAULT.pulseLow(), Baseline.MOST_LOW);
            }
        }
    }

    private static int[] all(int value) {
        return IntStream.generate(() -> value).limit(24).toArray();
    }

    @Test
    void whatLiesOnBothSidesOfALongGapIsNotARun() {
        Day day = new Day(60, 0);
        for (int i = 0; i < 10; i++) {
            day.at(140, Duration.ofMinutes(2)).off(Duration.ofMinutes(12));
        }
        assertThat(day.alarms(null)).isEmpty();
    }

    @Test
    void everyFifthReadingMayFailAndTheBandMayLoseHalfOfThem() {
        Day day = new Day(60, 0);
        for (int i = 0; i < 4; i++) {
            day.at(140, Duration.ofMinutes(4)).at(75, Duration.ofMinutes(1));
        }
        assertThat(day.pages(null)).hasSize(1);
        Day lossy = new Day(60, 0);
        for (int i = 0; i < 5; i++) {
            lossy.at(140, Duration.ofMinutes(1)).off(Duration.ofMinutes(1));
        }
        assertThat(lossy.pages(null)).hasSize(1);
    }

    /** Somebody's day, reading by reading. */
    private final class Day {
        private final int seconds;
        private final Instant start;
        private final List<Observation> seen = new ArrayList<>();
        private int at;
        private int next;
        private double steps;
        private boolean counts = true;

        Day(int seconds, int phase) {
            this(seconds, phase, START);
        }

        Day(int seconds, int phase, Instant start) {
            this.seconds = seconds;
            this.next = phase;
            this.start = start;
        }

        Day withoutSteps() {
            counts = false;
            return this;
        }

        Day resting(Duration time) {
            return live(72, time, 0);
        }

        Day at(int bpm, Duration time) {
            return live(bpm, time, 0);
        }

        Day walking(int bpm, Duration time) {
            return live(bpm, time, 90);
        }

        Day off(Duration time) {
            at += Math.toIntExact(time.toSeconds());
            while (next < at) {
                next += seconds;
            }
            return this;
        }

        private Day live(int bpm, Duration time, int stepsAMinute) {
            int end = at + Math.toIntExact(time.toSeconds());
            int noise = bpm > 100 ? 2 : bpm < 50 ? -2 : 0;
            for (; next <= end; next += seconds) {
                steps += stepsAMinute * seconds / 60.0;
                int jitter = noise == 0 ? chance.nextInt(7) - 3 : noise * chance.nextInt(2);
                seen.add(Observation.pulse(start.plusSeconds(next), bpm + jitter, counts ? (int) steps : null));
            }
            at = end;
            return this;
        }

        List<Finding> alarms(@Nullable Integer age) {
            Trial trial = new Trial(Limits.DEFAULT, CITY, List.of(), age);
            return IntStream.range(0, seen.size())
                    .boxed()
                    .flatMap(i -> trial.take(seen.get(i)).stream())
                    .filter(finding -> finding.kind() != Kind.IMMOBILE)
                    .toList();
        }

        List<Finding> pages(@Nullable Integer age) {
            return alarms(age).stream()
                    .filter(finding -> finding.severity() == Severity.EMERGENCY)
                    .toList();
        }
    }
}
