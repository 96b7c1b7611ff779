package io.kanhu.alerting.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kanhu.alerting.County;
import io.kanhu.alerting.Town;
import io.kanhu.alerting.escalation.Assistance;
import io.kanhu.alerting.escalation.EscalationFigures;
import io.kanhu.alerting.ladder.Ladders;
import io.kanhu.alerting.ladder.Means;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Handing over, calling for help, urging and calling back. */
class CallsIT {
    private static final Town town = new Town();
    private static final County county = new County(town);

    private final Moves moves = new Moves(town.jdbi(), town.clock(), () -> {}, Times.unread());
    private final AlertBook book = new AlertBook(town.jdbi(), town.clock(), Times.unread());
    private final Calls calls = new Calls(
            town.jdbi(),
            town.clock(),
            () -> {},
            town.climber(),
            new Assistance(new Ladders(), Set.of(Means.APP), new EscalationFigures(new SimpleMeterRegistry())));
    private Actor wang = Town.SUPERVISOR;
    private Actor chen = Town.SUPERVISOR;
    private long alert;

    @AfterAll
    static void close() {
        town.close();
    }

    @BeforeEach
    void li() {
        town.clear();
        town.grid("east");
        town.wearer("li", "east", "b1");
        wang = town.onDuty("wang", "east");
        chen = town.backup("chen", "east");
        alert = town.call("b1");
        town.clock().pass(Duration.ofSeconds(10));
    }

    @Test
    void whoCantGoIsFollowedByTheBackupAtOnceAndRingsNoMore() {
        AlertView after = calls.decline(alert, wang, "ill \"today\"");

        assertThat(county.calls(alert)).containsExactly("0 wang app", "1 chen app");
        assertThat(after.rings()).isFalse();
        assertThat(book.find(chen.viewer(), alert).orElseThrow().rings()).isTrue();
        assertThat(reasonsOf("declined")).containsExactly("ill \"today\"");
        assertThat(town.file(alert)).contains("declined").endsWith("dispatched");
        assertThat(town.version(alert)).isEqualTo(2);
        // The supervisor follows as long after the backup as always.
        assertThat(nextAction()).isEqualTo(town.clock().instant().plusSeconds(60));
    }

    @Test
    void decliningTwiceChangesNothing() {
        calls.decline(alert, wang, "ill");
        int version = town.version(alert);
        calls.decline(alert, wang, "ill");
        assertThat(town.version(alert)).isEqualTo(version);
    }

    @Test
    void whoeverGoesMayGiveTheCaseBackAndTheLadderGoesOn() {
        moves.acknowledge(alert, wang);
        town.clock().pass(Duration.ofMinutes(10));

        AlertView after = calls.decline(alert, wang, "flat tyre");

        assertThat(after.state()).isEqualTo(AlertState.DISPATCHED);
        assertThat(after.acknowledgedBy()).isNull();
        assertThat(book.find(chen.viewer(), alert).orElseThrow().rings()).isTrue();
        assertThat(nextAction()).isEqualTo(town.clock().instant().plusSeconds(60));
        assertThat(moves.acknowledge(alert, chen).acknowledgedBy()).isEqualTo("chen");
    }

    @Test
    void whenAllCantGoTheOfficeRings() {
        calls.decline(alert, wang, "ill");
        calls.decline(alert, chen, "ill, too");
        assertThat(book.find(Town.SUPERVISOR.viewer(), alert).orElseThrow().rings())
                .isTrue();
        assertThat(town.file(alert)).contains("top_of_ladder");
    }

    @Test
    void whoCantGoWhenAllWereCalledDelaysNobody() {
        Actor sun = town.backup("sun", "east");
        calls.decline(alert, wang, "ill");
        calls.decline(alert, chen, "ill, too");
        Instant due = town.clock().instant().plus(Town.REPEAT);
        assertThat(nextAction()).isEqualTo(due);
        town.clock().pass(Duration.ofSeconds(40));
        calls.decline(alert, sun, "away");
        assertThat(nextAction()).isEqualTo(due);
    }

    @Test
    void whatIsNotOnesOwnCannotBeHandedOver() {
        assertThatThrownBy(() -> calls.decline(alert, Town.SUPERVISOR, "no"))
                .isInstanceOf(IllegalMove.class)
                .hasMessageContaining("not called");
        moves.acknowledge(alert, wang);
        calls.backup(alert, wang, null);
        assertThatThrownBy(() -> calls.decline(alert, chen, "no"))
                .isInstanceOf(NotAllowed.class)
                .hasMessageContaining("wang goes");
        moves.arrive(alert, wang, null);
        assertThatThrownBy(() -> calls.decline(alert, wang, "no"))
                .isInstanceOf(IllegalMove.class)
                .hasMessageContaining("there already");
    }

    @Test
    void whoeverIsThereCallsTheBackupAndStaysTheGoer() {
        moves.acknowledge(alert, wang);
        moves.arrive(alert, wang, null);

        AlertView after = calls.backup(alert, wang, "cannot lift her");

        assertThat(after.state()).isEqualTo(AlertState.ON_SCENE);
        assertThat(after.acknowledgedBy()).isEqualTo("wang");
        assertThat(after.rings()).isFalse();
        assertThat(book.find(chen.viewer(), alert).orElseThrow().rings()).isTrue();
        assertThat(reasonsOf("backup_called")).containsExactly("cannot lift her");
        assertThat(town.column(alert, "next_action_at")).isNull();
        book.receipt(alert, Objects.requireNonNull(chen.workerId()));
        assertThat(book.find(chen.viewer(), alert).orElseThrow().rings()).isFalse();
    }

    @Test
    void whereThereIsNoBackupTheSupervisorIsCalledAndWithoutOneItIsRefused() {
        town.nobodyIsOnDuty();
        moves.acknowledge(alert, wang);
        int lines = town.file(alert).size();
        assertThatThrownBy(() -> calls.backup(alert, wang, null))
                .isInstanceOf(IllegalMove.class)
                .hasMessageContaining("120");
        assertThat(town.file(alert)).hasSize(lines);

        Actor zhou = county.duty("zhou", "supervisor", "area");
        calls.backup(alert, wang, null);
        assertThat(book.find(zhou.viewer(), alert).orElseThrow().rings()).isTrue();
    }

    @Test
    void aSupervisorUrgesWhoeverGoes() {
        assertThatThrownBy(() -> calls.supervise(alert, Town.SUPERVISOR, "hurry"))
                .isInstanceOf(IllegalMove.class)
                .hasMessageContaining("nobody goes yet");
        moves.acknowledge(alert, wang);
        assertThatThrownBy(() -> calls.supervise(alert, wang, "hurry")).isInstanceOf(NotAllowed.class);

        calls.supervise(alert, Town.SUPERVISOR, "the family asks");

        assertThat(book.find(wang.viewer(), alert).orElseThrow().rings()).isTrue();
        assertThat(reasonsOf("supervised")).containsExactly("the family asks");
        assertThat(nextAction()).isEqualTo(town.clock().instant().plus(Duration.ofMinutes(15)));
    }

    @Test
    void theCallBackStandsBetweenTheOutcomeAndTheClosedFile() {
        assertThatThrownBy(() -> calls.callBack(alert, wang, "well"))
                .isInstanceOf(IllegalMove.class)
                .hasMessageContaining("resolve it");
        moves.acknowledge(alert, wang);
        moves.resolve(alert, wang, Outcome.HELPED, null);

        calls.callBack(alert, wang, "she is well");

        assertThat(town.column(alert, "called_back_at")).isNotNull();
        assertThat(reasonsOf("called_back")).containsExactly("she is well");
        moves.close(alert, wang);
        assertThatThrownBy(() -> calls.callBack(alert, wang, "again"))
                .isInstanceOf(IllegalMove.class)
                .hasMessageContaining("closed");
    }

    private Instant nextAction() {
        return town.jdbi()
                .withHandle(h -> h.select("SELECT next_action_at FROM alert WHERE id = ?", alert)
                        .mapTo(Instant.class)
                        .one());
    }

    private List<String> reasonsOf(String kind) {
        return town.texts(
                "SELECT coalesce(detail->>'reason', detail->>'note') FROM alert_event WHERE alert_id = ? AND kind = ?",
                alert,
                kind);
    }
}
