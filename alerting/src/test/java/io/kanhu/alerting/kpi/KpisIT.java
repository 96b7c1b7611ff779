package io.kanhu.alerting.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.kanhu.alerting.Town;
import io.kanhu.alerting.episode.Actor;
import io.kanhu.alerting.episode.AnswerTimes;
import io.kanhu.alerting.episode.Moves;
import io.kanhu.alerting.episode.Outcome;
import io.kanhu.alerting.kpi.Answering.Part;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every case here has its times by the clock, so that each figure is known beforehand. */
class KpisIT {
    /** 23:00 in the city. */
    private static final Instant NIGHT = Instant.parse("2026-03-21T15:00:00Z");

    private static Town town;
    private static Moves moves;
    private static Kpis kpis;

    private Actor wang;

    @BeforeAll
    static void open() {
        town = new Town();
        moves = new Moves(town.jdbi(), town.clock(), () -> {}, new AnswerTimes(new SimpleMeterRegistry()));
        kpis = new Kpis(town.jdbi());
    }

    @AfterAll
    static void close() {
        town.close();
    }

    @BeforeEach
    void aDayBegins() {
        town.clear();
        town.grid("east");
        wang = town.onDuty("wang", "east");
        for (int i = 1; i <= 5; i++) {
            town.wearer("wearer " + i, "east", "b" + i);
        }
    }

    @Test
    void sharesAreOfWhatCouldBeAnsweredByDayAndByNight() {
        answered("b1", 20, 15, Outcome.HELPED);
        answered("b2", 60, 16, Outcome.MISTAKE);
        town.clock().set(NIGHT);
        answered("b3", 181, 61, Outcome.TEST);
        long calledOff = town.call("b4");
        cancel(calledOff);

        assertThat(kpis.answering(Town.MORNING))
                .containsExactly(
                        new Answering(Part.DAY, 2, 0, 1, 2, 1, 2, 2, 2, 1, 2, 2, 2, 40.0),
                        new Answering(Part.NIGHT, 2, 1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 181.0),
                        new Answering(Part.ALL, 4, 1, 2, 3, 1, 2, 2, 3, 1, 2, 2, 2, 60.0));
        assertThat(kpis.answering(town.clock().instant().plusSeconds(1))).isEmpty();
    }

    @Test
    void everyMissIsThereWithItsStoryAndNothingElseIs() {
        long fine = answered("b1", 180, 60, Outcome.HELPED);
        long late = answered("b2", 181, 1, Outcome.HELPED);
        long slow = answered("b3", 10, 61, Outcome.HELPED);
        long ignored = town.call("b4");
        town.nobodyIsOnDuty();
        long untold = town.call("b5");

        assertThat(kpis.misses(Town.MORNING, 10))
                .extracting(Miss::alertId, Miss::miss)
                .containsExactly(
                        tuple(untold, "nobody_told"),
                        tuple(ignored, "not_answered"),
                        tuple(slow, "arrived_late"),
                        tuple(late, "answered_late"))
                .doesNotContain(tuple(fine, "answered_late"));
        assertThat(kpis.missed(Town.MORNING)).isEqualTo(4);
        Miss told = kpis.misses(Town.MORNING, 10).getLast();
        assertThat(told.story()).matches("\\d\\d:\\d\\d:\\d\\d raised, .*acknowledged by wang, .*closed by wang");
        assertThat(kpis.misses(Town.MORNING, 1)).hasSize(1);
    }

    @Test
    void whatIsExpectedCanBeSet() {
        long late = answered("b1", 100, 1, Outcome.HELPED);
        assertThat(kpis.missed(Town.MORNING)).isZero();
        town.jdbi().useHandle(h -> h.execute("UPDATE kpi_setting SET answer_seconds = 99"));
        assertThat(kpis.misses(Town.MORNING, 10)).extracting(Miss::alertId).containsExactly(late);
        town.jdbi().useHandle(h -> h.execute("UPDATE kpi_setting SET answer_seconds = 180"));
    }

    @Test
    void theFirstAnswerCountsEvenIfSomebodyElseGoes() {
        long alert = town.call("b1");
        town.clock().pass(Duration.ofSeconds(5));
        moves.acknowledge(alert, wang);
        town.jdbi()
                .useHandle(h -> h.execute(
                        "UPDATE alert SET acknowledged_at = acknowledged_at + interval '1 hour' WHERE id = ?", alert));
        assertThat(kpis.answering(Town.MORNING).getLast().medianSeconds()).isEqualTo(5.0);
    }

    @Test
    void aSelfTestIsNoCaseAndDaysPagesAndWearingAreCounted() {
        town.jdbi().useHandle(h -> h.execute("UPDATE wearer SET synthetic = true WHERE code = 'wearer 5'"));
        // All but one were handed a band.
        town.jdbi().useTransaction(h -> {
            h.execute("INSERT INTO band (id, secret_sha256) SELECT 'b' || n, sha256('x') FROM generate_series(1, 5) n");
            h.execute("INSERT INTO band_assignment (band, wearer_id, starts_at)"
                    + " SELECT 'b' || n, w.id, 'epoch' FROM generate_series(1, 5) n JOIN wearer w ON w.code = 'wearer ' || n"
                    + " WHERE n <> 2");
            h.execute("INSERT INTO wearer_state (wearer_id, band, heard_at, worn)"
                    + " SELECT id, 'b', now(), code = 'wearer 1' FROM wearer WHERE code IN ('wearer 1', 'wearer 3')");
        });
        town.call("b5");
        answered("b1", 10, 10, Outcome.HELPED);
        assertThat(town.number("SELECT sum(cases) FROM kpi_by_day")).isEqualTo(1);
        assertThat(town.number("SELECT answered_20_s FROM kpi_by_day"
                        + " WHERE day = '2026-03-21' AND NOT night AND grid = 'east'"))
                .isEqualTo(1);
        assertThat(town.number("SELECT pages FROM kpi_pages WHERE worker = 'wang' AND day = '2026-03-21'"))
                .isEqualTo(1);
        assertThat(town.number("SELECT wearers FROM kpi_wearing WHERE grid = 'east'"))
                .isEqualTo(3);
        assertThat(town.number("SELECT heard FROM kpi_wearing WHERE grid = 'east'"))
                .isEqualTo(2);
        assertThat(town.number("SELECT worn FROM kpi_wearing WHERE grid = 'east'"))
                .isEqualTo(1);
    }

    /** A case that takes its course; the clock stands where it stood, so that the next comes at the same time of day. */
    private long answered(String band, int afterSeconds, int arrivedAfterMinutes, Outcome outcome) {
        Instant begun = town.clock().instant();
        long alert = town.call(band);
        town.clock().pass(Duration.ofSeconds(afterSeconds));
        moves.acknowledge(alert, wang);
        town.clock().set(begun.plus(Duration.ofMinutes(arrivedAfterMinutes)));
        moves.arrive(alert, wang, null);
        moves.resolve(alert, wang, outcome, null);
        moves.close(alert, wang);
        town.clock().set(begun);
        return alert;
    }

    private static void cancel(long alert) {
        town.jdbi().useHandle(h -> h.execute("UPDATE alert SET state = 'cancelled' WHERE id = ?", alert));
    }
}
