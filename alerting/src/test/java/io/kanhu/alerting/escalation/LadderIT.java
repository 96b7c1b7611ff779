package io.kanhu.alerting.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.alerting.County;
import io.kanhu.alerting.Town;
import io.kanhu.alerting.episode.Actor;
import io.kanhu.alerting.episode.AlertBook;
import io.kanhu.alerting.episode.AnswerTimes;
import io.kanhu.alerting.episode.Moves;
import io.kanhu.alerting.episode.Outcome;
import io.kanhu.alerting.ladder.Ladders;
import io.kanhu.alerting.ladder.Means;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The default ladder, second by second. */
class LadderIT {
    private static final Set<Means> ALL = EnumSet.allOf(Means.class);
    private static final Town town = new Town();
    private static final County county = new County(town);

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final AnswerTimes times = new AnswerTimes(metrics);
    private final Moves moves = new Moves(town.jdbi(), town.clock(), () -> {}, times);
    private final AlertBook book = new AlertBook(town.jdbi(), town.clock(), times);

    @AfterAll
    static void close() {
        town.close();
    }

    @BeforeEach
    void li() {
        town.clear();
        town.grid("east");
        county.levels();
        town.wearer("li", "east", "b1");
    }

    @Test
    void aCallThatNobodyAnswersClimbsToTheTopAndStaysThere() {
        town.onDuty("wang", "east");
        town.backup("chen", "east");
        county.duty("zhou", "supervisor", "area");
        county.duty("desk", "desk", "county");
        county.family("li", "daughter", 1);
        Escalation escalation = escalation(ALL);
        long alert = town.call("b1");

        pass(escalation, Duration.ofSeconds(29));
        assertThat(county.calls(alert)).containsExactly("0 wang app");
        pass(escalation, Duration.ofSeconds(1));
        assertThat(county.calls(alert)).containsExactly("0 wang app", "1 wang sms");
        pass(escalation, Duration.ofSeconds(30));
        assertThat(callsIn(2)).containsExactly("chen app", "chen voice", "wang voice");
        pass(escalation, Duration.ofSeconds(60));
        assertThat(callsIn(3)).containsExactly("zhou app", "zhou voice");
        pass(escalation, Duration.ofSeconds(60));
        assertThat(callsIn(4)).containsExactly("daughter sms", "daughter voice", "desk app", "desk voice");
        assertThat(town.file(alert)).contains("top_of_ladder");
        pass(escalation, Duration.ofSeconds(59));
        assertThat(callsIn(5)).isEmpty();
        pass(escalation, Duration.ofSeconds(1));
        assertThat(callsIn(5)).isEqualTo(callsIn(4));
        pass(escalation, Duration.ofSeconds(60));
        assertThat(callsIn(6)).isEqualTo(callsIn(4));
        assertThat(town.file(alert).stream().filter("top_of_ladder"::equals)).hasSize(1);
        assertThat(metrics.get("kanhu.escalations").tag("step", "4").counter().count())
                .isEqualTo(1);
        assertThat(metrics.get("kanhu.escalations")
                        .tag("step", "again")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void anAnswerEndsTheClimb() {
        Actor wang = town.onDuty("wang", "east");
        town.backup("chen", "east");
        Escalation escalation = escalation(ALL);
        long alert = town.call("b1");
        pass(escalation, Duration.ofSeconds(30));

        moves.acknowledge(alert, wang);
        pass(escalation, Duration.ofMinutes(14));

        assertThat(county.calls(alert)).containsExactly("0 wang app", "1 wang sms", "2 band b1 band");
        assertThat(town.texts("SELECT DISTINCT state FROM notification WHERE worker_id IS NOT NULL"))
                .containsExactly("withdrawn");
    }

    @Test
    void whoHasSeenItIsNotSentAnSmsAndTheBackupIsCalledWhenItIsTime() {
        Actor wang = town.onDuty("wang", "east");
        town.onDuty("sun", "east");
        town.backup("chen", "east");
        Escalation escalation = escalation(Set.of(Means.APP, Means.SMS));
        long alert = town.call("b1");
        book.receipt(alert, Objects.requireNonNull(wang.workerId()));

        pass(escalation, Duration.ofSeconds(30));

        assertThat(callsIn(1)).containsExactly("sun sms");
    }

    @Test
    void whenAllHaveSeenItTheBackupIsNotCalledSooner() {
        Actor wang = town.onDuty("wang", "east");
        town.backup("chen", "east");
        Escalation escalation = escalation(Set.of(Means.APP));
        long alert = town.call("b1");
        book.receipt(alert, Objects.requireNonNull(wang.workerId()));

        pass(escalation, Duration.ofSeconds(59));
        assertThat(county.calls(alert)).containsExactly("0 wang app");
        pass(escalation, Duration.ofSeconds(1));
        assertThat(county.calls(alert)).containsExactly("0 wang app", "1 chen app");
        assertThat(town.file(alert)).doesNotContain("nobody_reachable");
    }

    @Test
    void aRungWithNobodyBehindItIsPassedAtOnceAndTheOnesAboveComeSooner() {
        town.onDuty("wang", "east");
        county.duty("zhou", "supervisor", "area");
        county.duty("desk", "desk", "county");
        Escalation escalation = escalation(Set.of(Means.APP));
        long alert = town.call("b1");

        pass(escalation, Duration.ofSeconds(30));

        // No SMS, no backup: at half a minute the supervisor, who else would be called at two minutes.
        assertThat(county.calls(alert)).containsExactly("0 wang app", "1 zhou app");
        assertThat(reasons(alert)).containsExactly("1 channel", "2 nobody");
        pass(escalation, Duration.ofSeconds(59));
        assertThat(callsIn(2)).isEmpty();
        pass(escalation, Duration.ofSeconds(1));
        assertThat(callsIn(2)).containsExactly("desk app");
    }

    @Test
    void withNobodyOnDutyTheNextOnesAreCalledInTheTransactionOfThePress() {
        county.duty("zhou", "supervisor", "area");
        long alert = town.call("b1");
        assertThat(county.calls(alert)).containsExactly("0 zhou app");
        assertThat(town.state(alert)).isEqualTo("dispatched");
        assertThat(reasons(alert)).containsExactly("0 nobody", "1 nobody", "2 nobody");
    }

    @Test
    void whoCannotLogInIsNobodyForTheApp() {
        town.onDuty("wang", "east");
        town.backup("chen", "east");
        town.jdbi().useHandle(h -> h.execute("UPDATE app_user SET disabled = true WHERE name = 'wang'"));
        assertThat(county.calls(town.call("b1"))).containsExactly("0 chen app");
    }

    @Test
    void whenNobodyIsThereAtAllItIsTriedAgainAndClimbsFromWhoeverCameOnDuty() {
        Escalation escalation = escalation(Set.of(Means.APP));
        long alert = town.call("b1");
        assertThat(town.file(alert)).endsWith("top_of_ladder");
        int lines = town.file(alert).size();

        pass(escalation, Duration.ofSeconds(60));
        assertThat(town.file(alert)).hasSize(lines);
        town.onDuty("wang", "east");
        town.backup("chen", "east");
        pass(escalation, Duration.ofSeconds(60));

        assertThat(county.calls(alert)).containsExactly("0 wang app");
        assertThat(town.state(alert)).isEqualTo("dispatched");
        pass(escalation, Duration.ofSeconds(30));
        assertThat(callsIn(1)).containsExactly("chen app");
    }

    @Test
    void whoComesOnDutyWhileTheTopIsRepeatedIsCalledTooOnce() {
        county.family("li", "daughter", 1);
        Set<Means> means = Set.of(Means.APP, Means.SMS);
        Escalation escalation = escalation(means);
        town.write(town.node(means, () -> {}), town.press("b1"));
        assertThat(callsIn(0)).containsExactly("daughter sms");

        town.onDuty("wang", "east");
        pass(escalation, Duration.ofSeconds(60));
        assertThat(callsIn(1)).containsExactly("daughter sms", "wang app", "wang sms");
        pass(escalation, Duration.ofSeconds(60));
        assertThat(callsIn(2)).containsExactly("daughter sms");
    }

    @Test
    void afterAnHourWithoutAServerEverybodyIsCalledAtOnce() {
        town.onDuty("wang", "east");
        town.backup("chen", "east");
        county.duty("desk", "desk", "county");
        long alert = town.call("b1");

        pass(escalation(Set.of(Means.APP)), Duration.ofHours(1));

        assertThat(county.calls(alert)).containsExactly("0 wang app", "1 chen app", "1 desk app");
    }

    @Test
    void aCallThatIsCalledOffClimbsOnBecauseItIsStillToBeChecked() {
        town.onDuty("wang", "east");
        town.backup("chen", "east");
        var press = town.press("b1");
        long alert = town.send(press);
        town.callOff(press);

        pass(escalation(Set.of(Means.APP)), Duration.ofSeconds(60));

        assertThat(county.calls(alert)).containsExactly("0 wang app", "1 chen app");
        assertThat(town.state(alert)).isEqualTo("cancelled");
    }

    @Test
    void whoGoesAndIsSilentIsCalledAgainAndSoIsTheSupervisor() {
        Actor wang = town.onDuty("wang", "east");
        county.duty("street", "supervisor", "street");
        county.duty("city", "supervisor", "city");
        Escalation escalation = escalation(Set.of(Means.APP, Means.VOICE));
        long alert = town.call("b1");
        moves.acknowledge(alert, wang);

        pass(escalation, Duration.ofMinutes(15).minusMillis(1));
        assertThat(callsIn(1)).containsExactly("band b1 band");
        pass(escalation, Duration.ofMillis(1));

        assertThat(callsIn(1)).containsExactly("band b1 band", "street app", "street voice", "wang app", "wang voice");
        assertThat(town.file(alert)).contains("went_silent");
        pass(escalation, Duration.ofMinutes(15));
        assertThat(callsIn(2)).containsExactly("street app", "street voice", "wang app", "wang voice");
        moves.arrive(alert, wang, null);
        pass(escalation, Duration.ofHours(1));
        assertThat(callsIn(3)).isEmpty();
    }

    @Test
    void aResolvedCaseCallsNobodyAnyMore() {
        Actor wang = town.onDuty("wang", "east");
        town.backup("chen", "east");
        long alert = town.call("b1");
        moves.acknowledge(alert, wang);
        moves.resolve(alert, wang, Outcome.TEST, null);
        pass(escalation(ALL), Duration.ofDays(1));
        assertThat(county.calls(alert)).containsExactly("0 wang app", "1 band b1 band");
    }

    private Escalation escalation(Set<Means> means) {
        return escalation(town.jdbi(), means);
    }

    private Escalation escalation(Jdbi jdbi, Set<Means> means) {
        Ladders ladders = new Ladders();
        EscalationFigures figures = new EscalationFigures(metrics);
        return new Escalation(
                jdbi,
                new Climber(ladders, means, figures),
                new Assistance(ladders, means, figures),
                town.clock(),
                () -> {});
    }

    private static void pass(Escalation escalation, Duration time) {
        Instant until = town.clock().instant().plus(time);
        town.clock().set(until);
        escalation.takeWhatIsDue();
        // What is due is taken once.
        escalation.takeWhatIsDue();
    }

    private static List<String> callsIn(int round) {
        return town.texts("""
                SELECT coalesce(w.name, k.name, 'band ' || n.band) || ' ' || n.channel
                  FROM notification n LEFT JOIN worker w ON w.id = n.worker_id LEFT JOIN contact k ON k.id = n.contact_id
                 WHERE n.step = ? ORDER BY 1
                """, round);
    }

    private static List<String> reasons(long alert) {
        return town.texts("""
                SELECT (detail->>'rung') || ' ' || (detail->>'why') FROM alert_event
                 WHERE alert_id = ? AND kind = 'nobody_reachable' ORDER BY id
                """, alert);
    }
}
