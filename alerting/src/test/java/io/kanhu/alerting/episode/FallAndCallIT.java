package io.kanhu.alerting.episode;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.alerting.Press;
import io.kanhu.alerting.Town;
import io.kanhu.alerting.care.CalmBook;
import io.kanhu.alerting.escalation.Climber;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A fall and a call of the same moment. */
class FallAndCallIT {
    private static final Town town = new Town();
    private static final int ROUNDS = 25;

    private final Climber climber = town.climber();
    private final Episodes episodes = new Episodes(
            climber, town.clock(), new SimpleMeterRegistry(), new CalmBook(town.jdbi(), town.clock(), ZoneOffset.UTC));

    @AfterAll
    static void close() {
        town.close();
    }

    @BeforeEach
    void li() {
        town.clear();
        town.grid("east");
        town.onDuty("wang", "east");
        town.backup("sun", "east");
        town.wearer("li", "east", "b1");
    }

    @Test
    void aCallAfterAFallIsTheSameCaseAndNobodyIsToldTwice() {
        fall(now());
        town.clock().pass(Duration.ofSeconds(70));
        long call = town.call("b1");
        assertThat(cases()).containsExactly("sos dispatched fell");
        assertThat(town.told(call))
                .as("by the ladder of the call, from the fall on")
                .containsExactly("0 wang", "1 sun");
        assertThat(town.file(call))
                .containsExactly("raised", "dispatched", "pressed_after_fall", "nobody_reachable", "dispatched");
        assertThat(town.column(call, "press_count")).isEqualTo("1");
        assertThat(town.number("SELECT count(*) FROM alert a JOIN ladder l ON l.id = a.ladder_id WHERE l.kind = 'sos'"))
                .isOne();
        assertThat(fall(now().minusSeconds(70))).as("the same fall again").isFalse();
        town.call("b1");
        assertThat(cases()).containsExactly("sos dispatched fell");
    }

    @Test
    void ofManyWhoCallAtOnceEachIsPutWithTheirOwnFallAndTheirOwnPlace() {
        town.wearer("mei", "east", "b2");
        town.wearer("hao", "east", "b3");
        fall(now());
        long before = town.number("SELECT id FROM alert");
        town.send(town.press("b2").from(35.02, 110.98, 12.0));
        town.jdbi().useHandle(h -> h.execute("UPDATE alert SET state = 'closed' WHERE band = 'b2'"));
        town.clock().pass(Duration.ofSeconds(30));
        Press twice = town.press("b1");
        town.write(
                town.node(() -> {}),
                town.press("b3").from(35.5, 110.5, 9.0),
                twice,
                town.press("b2"),
                twice,
                town.press("b1"),
                town.press("foreign"));

        assertThat(town.number("SELECT id FROM alert WHERE wearer_id IS NOT NULL AND band = 'b1'"))
                .isEqualTo(before);
        assertThat(town.column(before, "(press_count || ' ' || (fell_at IS NOT NULL))"))
                .isEqualTo("2 true");
        assertThat(places()).containsExactly("b1 nowhere", "b2 35.02 110.98", "b3 35.5 110.5", "foreign nowhere");
        assertThat(town.number("SELECT count(*) FROM sos_press WHERE alert_id IS NULL"))
                .isZero();
    }

    @Test
    void aFallAfterACallIsAFactOfTheCallAndPagesNobodyAgain() {
        long call = town.call("b1");
        town.clock().pass(Duration.ofSeconds(20));
        assertThat(fall(now())).isTrue();
        assertThat(fall(now())).isFalse();
        assertThat(cases()).containsExactly("sos dispatched fell");
        assertThat(town.told(call)).containsExactly("0 wang");
        assertThat(town.file(call)).containsExactly("raised", "dispatched", "fell");
    }

    @Test
    void whatLiesFurtherApartAreTwoCases() {
        fall(now());
        town.clock().pass(Duration.ofMinutes(3));
        town.call("b1");
        assertThat(cases()).containsExactly("fall dispatched", "sos dispatched");
    }

    @Test
    void aCallThatWasCalledOffIsNotOverIfSomebodyFell() {
        Press press = town.press("b1");
        long call = town.send(press);
        town.callOff(press);
        assertThat(town.state(call)).isEqualTo("cancelled");
        fall(now());
        assertThat(town.state(call)).isEqualTo("dispatched");
        town.callOff(press, now().plusSeconds(1));
        assertThat(town.state(call)).isEqualTo("dispatched");
    }

    @Test
    void whoeverGoesToAFallGoesToTheCall() {
        fall(now());
        long alert = town.number("SELECT id FROM alert");
        Moves moves = new Moves(town.jdbi(), town.clock(), () -> {}, new AnswerTimes(new SimpleMeterRegistry()));
        moves.acknowledge(alert, Town.SUPERVISOR);
        assertThat(town.call("b1")).isEqualTo(alert);
        assertThat(cases()).containsExactly("sos acknowledged fell");
        moves.resolve(alert, Town.SUPERVISOR, Outcome.HELPED, null);
        assertThat(fall(now())).as("the fall that somebody has seen to").isFalse();
    }

    @Test
    void aFallAndACallThatComeInAtOnceAreOneCase() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            town.jdbi()
                    .useHandle(h -> List.of("notification", "alert_event", "sos_press", "alert")
                            .forEach(table -> h.execute("DELETE FROM " + table)));
            Instant at = now();
            try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> done = new ArrayList<>();
                done.add(both.submit(() -> fall(at)));
                done.add(both.submit(() -> town.call("b1")));
                for (Future<?> one : done) {
                    one.get();
                }
            }
            assertThat(cases()).as("round %s", round).containsExactly("sos dispatched fell");
            assertThat(town.told(town.number("SELECT id FROM alert"))).containsExactly("0 wang");
        }
    }

    @Test
    void aCallDoesNotWaitForAFallThatHangs() {
        town.jdbi().useTransaction(hanging -> {
            episodes.raise(hanging, subject(), new Finding(Kind.FALL, Severity.EMERGENCY, now(), "{}"), now());
            long call = town.call("b1");
            assertThat(town.state(call)).isEqualTo("dispatched");
        });
        assertThat(cases()).containsExactlyInAnyOrder("fall dispatched", "sos dispatched");
    }

    private boolean fall(Instant at) {
        Finding finding = new Finding(Kind.FALL, Severity.EMERGENCY, at, "{}");
        return town.jdbi().inTransaction(handle -> episodes.raise(handle, subject(), finding, now()));
    }

    private static Subject subject() {
        return new Subject(
                "b1",
                town.number("SELECT id FROM wearer WHERE code = 'li'"),
                town.number("SELECT id FROM grid WHERE code = 'east'"));
    }

    private static Instant now() {
        return town.clock().instant();
    }

    private static List<String> places() {
        return town.texts(
                "SELECT concat_ws(' ', band, coalesce(latitude || ' ' || longitude, 'nowhere')) FROM alert WHERE state <> 'closed' ORDER BY band");
    }

    private static List<String> cases() {
        return town.texts(
                "SELECT concat_ws(' ', kind, state, CASE WHEN fell_at IS NOT NULL THEN 'fell' END) FROM alert ORDER BY id");
    }
}
