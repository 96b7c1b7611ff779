package io.kanhu.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.protocol.Plausible;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhysiologyTest {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final Instant MONDAY =
            LocalDate.of(2026, 3, 2).atStartOfDay(ZONE).toInstant();
    private static final int TICK_SECONDS = 10;
    private static final double LATITUDE = 35.03;
    private static final double LONGITUDE = 110.99;

    /** What was seen at one moment. */
    private record Look(LocalTime time, int heartRate, int steps) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aWeekStaysWithinWhatAServerBelieves(long seed) {
        Physiology body = new Physiology(seed, LATITUDE, LONGITUDE);
        for (Instant now : week()) {
            body.live(now, TICK_SECONDS);
            assertThat(Plausible.heartRate(body.heartRate(now))).isTrue();
            assertThat(Plausible.bloodPressure(body.systolic(), body.diastolic()))
                    .isTrue();
            assertThat(body.battery()).isBetween(1, 100);
            assertThat(metresFromHome(body)).isLessThan(600);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nightsAreQuieterThanDays(long seed) {
        List<Look> looks = lookAtAWeek(seed);
        assertThat(meanPulse(looks, 0, 5)).isLessThan(meanPulse(looks, 8, 20));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void stepsAreThoseSinceMidnight(long seed) {
        List<Look> looks = lookAtAWeek(seed);
        Look before = looks.getFirst();
        int most = 0;
        for (Look look : looks) {
            if (look.time().isBefore(before.time())) {
                assertThat(look.steps()).isZero();
            } else {
                assertThat(look.steps()).isGreaterThanOrEqualTo(before.steps());
            }
            most = Math.max(most, look.steps());
            before = look;
        }
        assertThat(most).isBetween(500, 30_000);
    }

    @Test
    void peopleAreDifferentAndTheSameSeedIsTheSamePerson() {
        assertThat(lookAtAWeek(7)).isEqualTo(lookAtAWeek(7));
        Set<Integer> pressures = new HashSet<>();
        for (int number = 0; number < 50; number++) {
            pressures.add(new Physiology(("demo-" + number).hashCode(), LATITUDE, LONGITUDE).systolic());
        }
        assertThat(pressures).hasSizeGreaterThan(15);
    }

    @Test
    void somebodyGoesOutOnceInAWhileAndChargesTheBand() {
        Physiology body = new Physiology(1, LATITUDE, LONGITUDE);
        Set<Integer> batteries = new HashSet<>();
        double farthest = 0;
        for (Instant now : week()) {
            body.live(now, TICK_SECONDS);
            farthest = Math.max(farthest, metresFromHome(body));
            batteries.add(body.battery());
        }
        assertThat(farthest).isGreaterThan(50);
        assertThat(batteries).hasSizeGreaterThan(20);
    }

    private static List<Instant> week() {
        List<Instant> moments = new ArrayList<>();
        for (Instant now = MONDAY; now.isBefore(MONDAY.plus(Duration.ofDays(7))); now = now.plusSeconds(TICK_SECONDS)) {
            moments.add(now);
        }
        return moments;
    }

    private static List<Look> lookAtAWeek(long seed) {
        Physiology body = new Physiology(seed, LATITUDE, LONGITUDE);
        List<Look> looks = new ArrayList<>();
        for (Instant now : week()) {
            body.live(now, TICK_SECONDS);
            looks.add(new Look(LocalTime.ofInstant(now, ZONE), body.heartRate(now), body.steps()));
        }
        return looks;
    }

    private static double meanPulse(List<Look> looks, int fromHour, int toHour) {
        return looks.stream()
                .filter(look -> look.time().getHour() >= fromHour && look.time().getHour() < toHour)
                .mapToInt(Look::heartRate)
                .average()
                .orElseThrow();
    }

    private static double metresFromHome(Physiology body) {
        double north = (body.latitude() - LATITUDE) * 111_320;
        double east = (body.longitude() - LONGITUDE) * 111_320 * Math.cos(Math.toRadians(LATITUDE));
        return Math.hypot(north, east);
    }
}
