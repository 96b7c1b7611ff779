package io.kanhu.ingest.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.database.upkeep.RollUp;
import io.kanhu.ingest.Neighbourhood;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MeasuredIT {
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private Neighbourhood town;
    private Measured measured;
    private long ann;
    private long bob;

    @BeforeEach
    void start() {
        town = new Neighbourhood("b1", "b2");
        measured = new Measured(town.jdbi(), Clock.fixed(now, ZoneOffset.UTC));
        ann = wearer("b1");
        bob = wearer("b2");
    }

    @AfterEach
    void stop() {
        town.close();
    }

    @Test
    void historyStaysWithThePersonWhenABandChangesHands() {
        pulse("b1", ann, 60, Duration.ofMinutes(30));
        assign("b1", bob);
        pulse("b1", bob, 90, Duration.ofMinutes(10));
        pulse("b2", bob, 91, Duration.ofMinutes(20));
        assertThat(measured.vitals(ann, now.minusSeconds(3600), now, 10).stream()
                        .map(Vitals::heartRateBpm))
                .containsExactly(60);
        assertThat(measured.vitals(bob, now.minusSeconds(3600), now, 10).stream()
                        .map(Vitals::heartRateBpm))
                .containsExactly(91, 90);
        assertThat(pulseOf(measured.latest(ann))).isEqualTo(60);
        assertThat(pulseOf(measured.latest(bob))).isEqualTo(90);
    }

    @Test
    void theSpanBeginsWithItsFirstMomentAndEndsBeforeItsLast() {
        for (int minutes : new int[] {40, 30, 20, 10}) {
            pulse("b1", ann, 60 + minutes, Duration.ofMinutes(minutes));
        }
        Instant from = now.minus(Duration.ofMinutes(30));
        Instant to = now.minus(Duration.ofMinutes(10));
        assertThat(measured.vitals(ann, from, to, 10).stream().map(Vitals::heartRateBpm))
                .containsExactly(90, 80);
        assertThat(measured.vitals(ann, from, to, 1)).hasSize(1);
    }

    @Test
    void thePastReadsTheSameOnceItsHoursArePacked() {
        Instant from = now.minus(Duration.ofHours(30));
        town.jdbi()
                .useHandle(h -> h.createUpdate("""
                        INSERT INTO vital_sign (band, measured_at, wearer_id, received_at, heart_rate, systolic, diastolic, spo2, temperature, steps)
                        SELECT CASE WHEN n % 3 = 0 THEN 'b2' ELSE 'b1' END, :from + n * INTERVAL '7 min 1 ms', :wearer, now(), 60 + n % 40,
                               CASE WHEN n % 8 = 0 THEN 140 END, CASE WHEN n % 8 = 0 THEN 85 END, CASE WHEN n < 30 THEN 96 END,
                               CASE WHEN n % 5 = 0 THEN 36.6 END, CASE WHEN n % 2 = 0 THEN n END
                          FROM generate_series(0, 240) AS n
                        """)
                        .bind("from", from.atOffset(ZoneOffset.UTC))
                        .bind("wearer", ann)
                        .execute());
        assign("b2", ann);
        Instant to = from.plus(Duration.ofMinutes(7 * 200));
        List<Vitals> before = measured.vitals(ann, from.plusSeconds(600), to, 500);
        assertThat(before).hasSize(199 - 1).isSortedAccordingTo(Comparator.comparing(Vitals::at));
        assertThat(before).extracting(Vitals::temperatureCelsius).contains(36.6, (Double) null);

        town.jdbi()
                .useHandle(h ->
                        h.execute("UPDATE roll_up SET rolled_until = date_trunc('hour', now() - INTERVAL '31 hours')"));
        RollUp.of(town.jdbi()).run();
        town.jdbi().useHandle(h -> h.execute("DELETE FROM vital_sign"));
        assertThat(measured.vitals(ann, from.plusSeconds(600), to, 500)).isEqualTo(before);
        for (int limit : new int[] {1, 7, 100}) {
            assertThat(measured.vitals(ann, from.plusSeconds(600), to, limit)).isEqualTo(before.subList(0, limit));
        }
    }

    @Test
    void theNewestOfEachKindIsFoundBehindNewerRowsWithoutIt() {
        town.jdbi()
                .useHandle(h -> h.createUpdate("""
                        INSERT INTO vital_sign (band, measured_at, wearer_id, received_at, systolic, diastolic)
                        VALUES ('b1', :at, :wearer, now(), 140, 85)
                        """)
                        .bind("at", now.minusSeconds(7200).atOffset(ZoneOffset.UTC))
                        .bind("wearer", ann)
                        .execute());
        pulse("b1", ann, 71, Duration.ofMinutes(1));
        Latest latest = measured.latest(ann);
        assertThat(Objects.requireNonNull(latest.bloodPressure()).systolic()).isEqualTo(140);
        assertThat(pulseOf(latest)).isEqualTo(71);
        assertThat(latest.position()).isNull();
    }

    @Test
    void whatIsOlderThanTwoWeeksSaysNothingAboutNow() {
        pulse("b1", ann, 60, Duration.ofDays(15));
        assertThat(measured.latest(ann).heartRate()).isNull();
    }

    @Test
    void ofAllWhoWearABandThoseCountAsHeardOfWhomSomethingWasMeasuredLately() {
        heard(ann, Duration.ofMinutes(2));
        heard(bob, Duration.ofMinutes(20));
        assertThat(measured.presence(null, Duration.ofMinutes(10))).isEqualTo(new Measured.Presence(2, 1));
        assertThat(measured.presence(List.of(), Duration.ofMinutes(10))).isEqualTo(new Measured.Presence(0, 0));
    }

    private void heard(long wearer, Duration ago) {
        town.jdbi()
                .useHandle(h -> h.createUpdate(
                                "INSERT INTO wearer_state (wearer_id, band, heard_at) VALUES (:wearer, 'b', :at)")
                        .bind("wearer", wearer)
                        .bind("at", now.minus(ago).atOffset(ZoneOffset.UTC))
                        .execute());
    }

    private static @Nullable Integer pulseOf(Latest latest) {
        return latest.heartRate() == null ? null : latest.heartRate().bpm();
    }

    private long wearer(String code) {
        return town.count("SELECT id FROM wearer WHERE code = '" + code + "'");
    }

    private void assign(String band, long wearer) {
        Jdbi jdbi = town.jdbi();
        jdbi.useTransaction(h -> {
            h.createUpdate("UPDATE band_assignment SET ends_at = :at WHERE band = :band AND ends_at IS NULL")
                    .bind("at", now.minus(Duration.ofMinutes(25)).atOffset(ZoneOffset.UTC))
                    .bind("band", band)
                    .execute();
            h.createUpdate("INSERT INTO band_assignment (band, wearer_id, starts_at) VALUES (:band, :wearer, :at)")
                    .bind("at", now.minus(Duration.ofMinutes(25)).atOffset(ZoneOffset.UTC))
                    .bind("band", band)
                    .bind("wearer", wearer)
                    .execute();
        });
    }

    private void pulse(String band, long wearer, int bpm, Duration ago) {
        town.jdbi()
                .useHandle(h -> h.createUpdate("""
                        INSERT INTO vital_sign (band, measured_at, wearer_id, received_at, heart_rate)
                        VALUES (:band, :at, :wearer, now(), :bpm)
                        """)
                        .bind("band", band)
                        .bind("at", now.minus(ago).atOffset(ZoneOffset.UTC))
                        .bind("wearer", wearer)
                        .bind("bpm", bpm)
                        .execute());
    }
}
