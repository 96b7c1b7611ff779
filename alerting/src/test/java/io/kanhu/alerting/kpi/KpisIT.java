package io.kanhu.alerting.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.kanhu.alerting.Town;
import io.kanhu.alerting.episode.Actor;
import io.kanhu.alerting.episode.AnswerTimes;
import io.kanhu.alerting.episode.Moves;
import io.kanhu.alerting.episode.Outcome;
import io.kanhu.alerting.kpi.Answering.Part;
import io.kanhu.alerting.kpi.Answering.Within;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
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
                        new Answering(Part.DAY, 2, 0, 1, 2, answered(1, 2, 2), 2, reached(1, 2, 2, 2), 40.0),
                        new Answering(Part.NIGHT, 2, 1, 1, 1, answered(0, 0, 0), 1, reached(0, 0, 0, 0), 181.0),
                        new Answering(Part.ALL, 4, 1, 2, 3, answered(1, 2, 2), 3, reached(1, 2, 2, 2), 60.0));
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
    void theTimesWithinWhichCallsAreToBeAnsweredAndReachedCanBeSetAndAreTheViewsToo() {
        answered("b1", 20, 15, Outcome.HELPED);
        answered("b2", 60, 16, Outcome.HELPED);
        town.jdbi()
                .useHandle(h -> h.execute(
                        "UPDATE kpi_setting SET answer_targets = '{19,60,90}', arrive_targets = '{5,10,15,20}'"));
        try {
            Answering all = kpis.answering(Town.MORNING).getLast();
            assertThat(all.answered()).containsExactly(new Within(19, 0), new Within(60, 2), new Within(90, 2));
            assertThat(all.reached())
                    .containsExactly(new Within(5, 0), new Within(10, 0), new Within(15, 1), new Within(20, 2));
            assertThat(town.texts(
                            "SELECT concat_ws(' ', answered_1, answered_2, answered_3, arrived_1, arrived_2, arrived_3,"
                                    + " arrived_4, answer_targets) FROM kpi_by_day"))
                    .containsExactly("0 2 2 0 0 1 2 {19,60,90}");
            assertThatThrownBy(() -> town.jdbi()
                            .useHandle(h -> h.execute("UPDATE kpi_setting SET answer_targets = '{60,20,180}'")))
                    .hasMessageContaining("answer_targets");
        } finally {
            town.jdbi()
                    .useHandle(h ->
                            h.execute("UPDATE kpi_setting SET answer_targets = DEFAULT, arrive_targets = DEFAULT"));
        }
    }

    @Test
    void whoIsCalledByTwoMeansAtOneStepIsCalledOnce() {
        long alert = town.call("b1");
        for (String channel : List.of("push", "sms")) {
            town.jdbi()
                    .useHandle(h -> h.createUpdate("""
                            INSERT INTO notification (alert_id, step, channel, worker_id, created_at, next_attempt_at, state)
                            SELECT alert_id, step + CASE WHEN :channel = 'sms' THEN 1 ELSE 0 END, :channel, worker_id,
                                   created_at, next_attempt_at, 'received'
                              FROM notification WHERE alert_id = :alert AND channel = 'app'
                            """)
                            .bind("channel", channel)
                            .bind("alert", alert)
                            .execute());
        }
        assertThat(town.texts("SELECT concat_ws(' ', pages, cases, received) FROM kpi_pages WHERE worker = 'wang'"))
                .containsExactly("2 1 2");
    }

    @Test
    void dueForATestIsWhoWearsABandIsNotAwayAndHasHadNoneForAMonth() {
        town.jdbi().useTransaction(h -> {
            h.execute("INSERT INTO band (id, secret_sha256) SELECT 'b' || n, sha256('x') FROM generate_series(1, 5) n");
            h.execute("INSERT INTO band_assignment (band, wearer_id, starts_at, ends_at)"
                    + " SELECT 'b' || n, w.id, 'epoch', CASE WHEN n = 4 THEN timestamptz '2026-03-21T00:30Z' END"
                    + " FROM generate_series(1, 5) n JOIN wearer w ON w.code = 'wearer ' || n");
            h.execute("INSERT INTO wearer_suspension (wearer_id, reason, starts_at, recorded_by, recorded_at)"
                    + " SELECT id, 'hospital', '2026-03-20T00:00Z', 'test', now() FROM wearer WHERE code = 'wearer 5'");
        });
        answered("b1", 5, 1, Outcome.TEST);
        answered("b2", 5, 1, Outcome.MISTAKE);
        TestPresses presses = new TestPresses(town.jdbi(), town.clock());
        YearMonth march = YearMonth.of(2026, 3);
        assertThat(presses.month()).isEqualTo(march);

        town.clock().set(NIGHT);
        assertThat(due(presses, march)).containsExactly("wearer 2", "wearer 3");
        assertThat(presses.due(march, new TestPresses.Where("west", null), 10).count())
                .isZero();
        assertThat(presses.due(march, new TestPresses.Where("east", wang.workerId()), 10)
                        .count())
                .isEqualTo(2);
        Actor elsewhere = town.worker("elsewhere");
        assertThat(presses.due(march, new TestPresses.Where(null, elsewhere.workerId()), 10)
                        .count())
                .isZero();

        // The month as it ended, looked at later; and the one that runs then.
        town.clock().set(Instant.parse("2026-05-01T00:00:00Z"));
        assertThat(due(presses, march)).containsExactly("wearer 2", "wearer 3");
        assertThat(due(presses, YearMonth.of(2026, 4))).containsExactly("wearer 2", "wearer 3", "wearer 1");
        assertThat(presses.due(march, TestPresses.Where.EVERYWHERE, 0).grids())
                .containsExactly(new TestPresses.InGrid("east", "area", 2));

        town.jdbi().useHandle(h -> h.execute("UPDATE kpi_setting SET test_days = 60"));
        assertThat(due(presses, YearMonth.of(2026, 4))).doesNotContain("wearer 1");
        town.jdbi().useHandle(h -> h.execute("UPDATE kpi_setting SET test_days = DEFAULT"));
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
        assertThat(town.number("SELECT answered_1 FROM kpi_by_day"
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

    private static List<String> due(TestPresses presses, YearMonth month) {
        return presses.due(month, TestPresses.Where.EVERYWHERE, 10).people().stream()
                .map(TestPresses.Person::wearer)
                .toList();
    }

    private static List<Within> answered(long first, long second, long third) {
        return List.of(new Within(20, first), new Within(60, second), new Within(180, third));
    }

    private static List<Within> reached(long first, long second, long third, long fourth) {
        return List.of(new Within(15, first), new Within(30, second), new Within(45, third), new Within(60, fourth));
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
