package io.kanhu.alerting.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kanhu.alerting.County;
import io.kanhu.alerting.Town;
import io.kanhu.alerting.board.Board;
import io.kanhu.alerting.board.Standing;
import io.kanhu.alerting.channel.ChannelDesk;
import io.kanhu.alerting.escalation.Assistance;
import io.kanhu.alerting.escalation.Escalation;
import io.kanhu.alerting.escalation.EscalationFigures;
import io.kanhu.alerting.escalation.Round;
import io.kanhu.alerting.ladder.Ladders;
import io.kanhu.alerting.ladder.Means;
import io.kanhu.alerting.message.Messages;
import io.kanhu.alerting.message.NoticePushes;
import io.kanhu.alerting.pushing.Pushing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is decided at a desk: who goes, and what those on a case should know. */
class DispatchIT {
    private static final Town town = new Town();
    private static final County county = new County(town);

    private final Moves moves = new Moves(town.jdbi(), town.clock(), () -> {}, Times.unread());
    private final AlertBook book = new AlertBook(town.jdbi(), town.clock(), Times.unread());
    private final Board board = new Board(town.jdbi(), town.clock());
    private final Messages messages = new Messages(
            town.jdbi(),
            town.clock(),
            new Pushing(
                    town.jdbi(),
                    town.clock(),
                    new NoticePushes(new ChannelDesk(town.jdbi(), town.clock(), List.of())),
                    "messages"));
    private final Dispatch dispatch =
            new Dispatch(town.jdbi(), town.clock(), () -> {}, town.climber(), messages, Times.unread());
    private final Assistance assistance =
            new Assistance(new Ladders(), Set.of(Means.APP), new EscalationFigures(new SimpleMeterRegistry()));
    private final Calls calls = new Calls(town.jdbi(), town.clock(), () -> {}, town.climber(), assistance);
    private final Escalation engine = new Escalation(town.jdbi(), town.climber(), assistance, town.clock(), () -> {});
    private Actor wang = Town.SUPERVISOR;
    private Actor chen = Town.SUPERVISOR;
    private Actor zhao = Town.SUPERVISOR;
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
        zhao = town.worker("zhao");
        alert = town.call("b1");
        town.clock().pass(Duration.ofSeconds(10));
    }

    @Test
    void whoIsAskedByNameRingsAndWhoWentIsToldAndRingsNoMore() {
        moves.acknowledge(alert, wang);

        AlertView after = dispatch.reassign(alert, Town.SUPERVISOR, id(zhao), "lives next door");

        assertThat(after.state()).isEqualTo(AlertState.DISPATCHED);
        assertThat(after.acknowledgedBy()).isNull();
        assertThat(seenBy(zhao).rings()).isTrue();
        assertThat(seenBy(wang).rings()).isFalse();
        assertThat(seenBy(wang).mine()).isFalse();
        assertThat(messages.unseen(id(wang)))
                .singleElement()
                .satisfies(letter -> assertThat(letter.text()).contains("li", "zhao", "lives next door"));
        assertThat(town.file(alert)).containsSubsequence("acknowledged", "reassigned", "dispatched");
        assertThat(standing().assignedTo()).isEqualTo("zhao");
    }

    @Test
    void whoIsAskedIsCalledAgainWithEachStepUntilTheyAnswerAndTheLadderGoesOnAboveThem() {
        dispatch.reassign(alert, Town.SUPERVISOR, id(zhao), null);
        assertThat(seenBy(wang).rings()).isFalse();

        town.clock().pass(Duration.ofSeconds(59));
        Round.of(engine);
        assertThat(callsOf("zhao")).isEqualTo(1);
        town.clock().pass(Duration.ofSeconds(1));
        Round.of(engine);
        // The next rung's own people, and who was asked by name.
        assertThat(callsOf("zhao")).isEqualTo(2);
        assertThat(county.calls(alert)).anyMatch(call -> call.endsWith("chen app"));

        moves.acknowledge(alert, zhao);
        assertThat(standing().assignedTo()).isNull();
        int called = callsOf("zhao");
        town.clock().pass(Duration.ofMinutes(5));
        Round.of(engine);
        assertThat(callsOf("zhao")).isEqualTo(called);
    }

    @Test
    void askingTheSameAgainChangesNothing() {
        dispatch.reassign(alert, Town.SUPERVISOR, id(zhao), null);
        int version = town.version(alert);
        dispatch.reassign(alert, Town.SUPERVISOR, id(zhao), null);
        assertThat(town.version(alert)).isEqualTo(version);
        assertThat(callsOf("zhao")).isEqualTo(1);
    }

    @Test
    void whoIsAskedAndCantGoIsFollowedByTheNext() {
        dispatch.reassign(alert, Town.SUPERVISOR, id(zhao), null);
        calls.decline(alert, zhao, "no bicycle");
        assertThat(seenBy(zhao).rings()).isFalse();
        assertThat(seenBy(chen).rings()).isTrue();
        assertThat(standing().assignedTo()).isNull();
    }

    @Test
    void aCaseOnSceneOrOverOrWithSomebodyWhoCannotBeCalledIsNotGivenAway() {
        long nobody = town.number("INSERT INTO worker (code, name) VALUES ('mute', 'mute') RETURNING id");
        assertThatThrownBy(() -> dispatch.reassign(alert, Town.SUPERVISOR, nobody, null))
                .isInstanceOf(IllegalMove.class)
                .hasMessageContaining("choose somebody else");
        assertThatThrownBy(() -> dispatch.reassign(alert, Town.SUPERVISOR, 0, null))
                .isInstanceOf(IllegalMove.class)
                .hasMessageContaining("no worker 0");
        assertThatThrownBy(() -> dispatch.reassign(alert, wang, id(zhao), null)).isInstanceOf(NotAllowed.class);
        moves.acknowledge(alert, wang);
        assertThatThrownBy(() -> dispatch.reassign(alert, Town.SUPERVISOR, id(wang), null))
                .isInstanceOf(IllegalMove.class)
                .hasMessageContaining("goes already");
        moves.arrive(alert, wang, null);
        assertThatThrownBy(() -> dispatch.reassign(alert, Town.SUPERVISOR, id(zhao), null))
                .isInstanceOf(IllegalMove.class)
                .hasMessageContaining("is there already");
        moves.resolve(alert, wang, Outcome.HELPED, null);
        assertThatThrownBy(() -> dispatch.takeOver(alert, Town.SUPERVISOR, null))
                .isInstanceOf(IllegalMove.class);
    }

    @Test
    void aDeskTakesACaseOverFromWhoeverGoesAndFromNobody() {
        dispatch.takeOver(alert, Town.SUPERVISOR, null);
        assertThat(book.find(Town.SUPERVISOR.viewer(), alert).orElseThrow().acknowledgedBy())
                .isEqualTo("office");
        assertThat(town.file(alert)).doesNotContain("taken_over");

        town.wearer("lu", "east", "b2");
        long other = town.call("b2");
        moves.acknowledge(other, wang);
        Actor desk = new Actor("zhao", zhao.workerId(), true);
        AlertView taken = dispatch.takeOver(other, desk, null);
        assertThat(taken.mine()).isTrue();
        assertThat(taken.acknowledgedBy()).isEqualTo("zhao");
        assertThat(town.file(other)).contains("taken_over");
        assertThat(messages.unseen(id(wang))).hasSize(1);
        int version = town.version(other);
        dispatch.takeOver(other, desk, null);
        assertThat(town.version(other)).isEqualTo(version);
    }

    @Test
    void aNoteStandsInTheFileUntilThatIsClosed() {
        AlertView after = dispatch.comment(alert, wang, "the door code has changed");
        assertThat(after.version()).isEqualTo(2);
        assertThat(town.file(alert)).endsWith("commented");
        assertThat(standing().note()).contains("the door code has changed");
        assertThatThrownBy(() -> dispatch.comment(alert, zhao, "?")).isInstanceOf(NoSuchAlert.class);
        moves.acknowledge(alert, wang);
        moves.resolve(alert, wang, Outcome.HELPED, null);
        moves.close(alert, wang);
        assertThatThrownBy(() -> dispatch.comment(alert, wang, "too late")).isInstanceOf(IllegalMove.class);
    }

    @Test
    void anEmergencyIsUndeliveredUntilSomebodysPageHasShownItOrAProviderTakenIt() {
        assertThat(board.unheard()).isEmpty();
        town.clock().pass(Duration.ofSeconds(6));
        assertThat(board.unheard())
                .singleElement()
                .satisfies(one -> assertThat(one.anybodyCalled()).isTrue());
        assertThat(standing().undelivered()).isTrue();
        book.receipt(alert, id(wang));
        assertThat(board.unheard()).isEmpty();
        // What was seen before somebody else was asked says nothing about whether they have heard.
        dispatch.reassign(alert, Town.SUPERVISOR, id(zhao), null);
        assertThat(board.unheard()).hasSize(1);
    }

    @Test
    void aMessageGoesToThoseOnDutyOrToAllOfAnAreaAndReceiptsAreCounted() {
        Messages.Sent sent = messages.send(new Messages.To("area", true), "storm tonight", true, "office")
                .orElseThrow();
        assertThat(sent.recipients()).isEqualTo(2);
        assertThat(sent.unseen()).containsExactly("wang", "chen");
        Messages.Letter letter = messages.unseen(id(wang)).getFirst();
        messages.seen(letter.id(), id(wang));
        messages.seen(letter.id(), id(zhao));
        assertThat(messages.unseen(id(wang))).isEmpty();
        assertThat(messages.unseen(id(zhao))).isEmpty();
        assertThat(messages.sent(10))
                .singleElement()
                .satisfies(one -> assertThat(one.seen()).isEqualTo(1));
        assertThat(messages.send(new Messages.To("nowhere", false), "?", false, "office"))
                .isEmpty();
    }

    private AlertView seenBy(Actor worker) {
        return book.find(worker.viewer(), alert).orElseThrow();
    }

    private Standing standing() {
        return board.standings(List.of(alert)).getFirst();
    }

    private int callsOf(String name) {
        return (int) county.calls(alert).stream()
                .filter(call -> call.endsWith(" " + name + " app"))
                .count();
    }

    private static long id(Actor worker) {
        return Objects.requireNonNull(worker.workerId());
    }
}
