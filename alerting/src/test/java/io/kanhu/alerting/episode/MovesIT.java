package io.kanhu.alerting.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kanhu.alerting.Press;
import io.kanhu.alerting.Town;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The state machine. Wang goes wherever somebody goes, Chen was told as well, the office may do everything. */
class MovesIT {
    private static final List<String> MOVES = List.of("acknowledge", "arrive", "resolve", "resolve otherwise", "close");

    /**
     * What each move makes of each state: the next state, {@code same} if nothing changes at all, or a word of the refusal.
     * The words stand for: first = nobody has said that they go; goes = Wang already goes; theirs = the case is Wang's;
     * over = the case is resolved or closed already; outcome = resolve it before closing it.
     */
    private static final String TABLE = """
            who    | state        | acknowledge  | arrive   | resolve  | resolve otherwise | close
            wang   | raised       | acknowledged | first    | first    | first             | outcome
            wang   | dispatched   | acknowledged | first    | first    | first             | outcome
            wang   | cancelled    | acknowledged | first    | first    | first             | outcome
            wang   | acknowledged | same         | on_scene | resolved | resolved          | outcome
            wang   | on_scene     | same         | same     | resolved | resolved          | outcome
            wang   | resolved     | over         | over     | same     | over              | closed
            wang   | closed       | over         | over     | same     | over              | same
            chen   | raised       | acknowledged | first    | first    | first             | outcome
            chen   | dispatched   | acknowledged | first    | first    | first             | outcome
            chen   | cancelled    | acknowledged | first    | first    | first             | outcome
            chen   | acknowledged | goes         | theirs   | theirs   | theirs            | outcome
            chen   | on_scene     | goes         | theirs   | theirs   | theirs            | outcome
            chen   | resolved     | over         | over     | same     | over              | closed
            chen   | closed       | over         | over     | same     | over              | same
            office | raised       | acknowledged | first    | first    | first             | outcome
            office | dispatched   | acknowledged | first    | first    | first             | outcome
            office | cancelled    | acknowledged | first    | first    | first             | outcome
            office | acknowledged | goes         | on_scene | resolved | resolved          | outcome
            office | on_scene     | goes         | same     | resolved | resolved          | outcome
            office | resolved     | over         | over     | same     | over              | closed
            office | closed       | over         | over     | same     | over              | same
            """;

    private static final Town town = new Town();

    private final AtomicInteger wakes = new AtomicInteger();
    private final Moves moves = new Moves(town.jdbi(), town.clock(), wakes::incrementAndGet, Times.unread());
    private Actor wang = Town.SUPERVISOR;
    private Actor chen = Town.SUPERVISOR;

    @AfterAll
    static void close() {
        town.close();
    }

    @BeforeEach
    void people() {
        town.clear();
        town.grid("east");
        town.wearer("li", "east", "b1");
        wang = town.onDuty("wang", "east");
        chen = town.onDuty("chen", "east");
    }

    static Stream<Arguments> everyMoveFromEveryState() {
        return TABLE.lines().skip(1).flatMap(line -> {
            String[] cells = line.split("\\|", -1);
            return Stream.iterate(0, i -> i < MOVES.size(), i -> i + 1)
                    .map(i -> Arguments.of(cells[0].strip(), cells[1].strip(), MOVES.get(i), cells[i + 2].strip()));
        });
    }

    @Test
    void theTableKnowsEveryState() {
        assertThat(everyMoveFromEveryState().map(row -> row.get()[1]).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(AlertState.values()).map(AlertState::code).toList());
    }

    @ParameterizedTest(name = "{0} on {1}: {2} gives {3}")
    @MethodSource("everyMoveFromEveryState")
    void movesGoAlongTheTable(String who, String state, String move, String expected) {
        long alert = alertIn(AlertState.of(state));
        int version = town.version(alert);
        List<String> file = town.file(alert);
        Actor actor = actor(who);
        wakes.set(0);

        switch (expected) {
            case "same" -> {
                AlertView answer = make(move, alert, actor);
                assertThat(answer.state().code()).isEqualTo(state);
                assertThat(town.version(alert)).isEqualTo(version);
                assertThat(town.file(alert)).isEqualTo(file);
            }
            case "first", "goes", "theirs", "over", "outcome" -> {
                assertThatThrownBy(() -> make(move, alert, actor))
                        .isInstanceOf(expected.equals("theirs") ? NotAllowed.class : IllegalMove.class)
                        .hasMessage(
                                switch (expected) {
                                    case "first" -> "nobody has said that they go; acknowledge it first";
                                    case "goes" -> "wang already goes";
                                    case "theirs" -> "wang goes; the case is theirs";
                                    case "over" -> "the case is " + state + " already";
                                    default -> "it is " + state + ": resolve it with an outcome before closing it";
                                });
                assertThat(town.state(alert)).isEqualTo(state);
                assertThat(town.version(alert)).isEqualTo(version);
                assertThat(town.file(alert)).isEqualTo(file);
                assertThat(wakes).hasValue(0);
            }
            default -> {
                AlertView answer = make(move, alert, actor);
                assertThat(answer.state().code()).isEqualTo(expected);
                assertThat(answer.version()).isEqualTo(version + 1);
                assertThat(town.state(alert)).isEqualTo(expected);
                assertThat(town.version(alert)).isEqualTo(version + 1);
                assertThat(town.file(alert)).hasSize(file.size() + 1);
                assertThat(wakes).hasValue(1);
            }
        }
    }

    @Test
    void everyStepOfACaseIsOnFileWithWhoAndWhen() {
        long alert = town.call("b1");
        town.clock().pass(Duration.ofSeconds(20));
        moves.acknowledge(alert, wang);
        town.clock().pass(Duration.ofMinutes(6));
        moves.arrive(alert, wang, new Place(35.25, 110.75, 8.0, town.clock().instant()));
        town.clock().pass(Duration.ofMinutes(30));
        moves.resolve(alert, wang, Outcome.HELPED, "扶起");
        town.clock().pass(Duration.ofDays(1));
        moves.close(alert, Town.SUPERVISOR);

        assertThat(town.texts(
                        "SELECT kind || ' by ' || actor || ' after ' || (at - ?::timestamptz) || ' ' || detail"
                                + " FROM alert_event WHERE alert_id = ? AND kind <> 'dispatched' ORDER BY id",
                        Town.MORNING.toString(),
                        alert))
                .containsExactly(
                        "raised by kanhu after 00:00:00 {\"band\": \"b1\"}",
                        "acknowledged by wang after 00:00:20 {}",
                        "arrived by wang after 00:06:20 {\"latitude\": 35.25, \"longitude\": 110.75}",
                        "resolved by wang after 00:36:20 {\"outcome\": \"helped\"}",
                        "closed by office after 1 day 00:36:20 {}");
        assertThat(town.texts("""
                        SELECT concat_ws(' ', acknowledged_at - raised_at, on_scene_at - raised_at, resolved_at - raised_at,
                                         closed_at - raised_at, outcome, outcome_note, next_action_at) FROM alert
                        """)).containsExactly("00:00:20 00:06:20 00:36:20 1 day 00:36:20 helped 扶起");
    }

    @Test
    void theBandIsToldOnceThatHelpIsComing() {
        long alert = town.call("b1");
        moves.acknowledge(alert, wang);
        moves.acknowledge(alert, wang);
        assertThat(town.texts("""
                        SELECT band || ' ' || state || ' ' || (body->>'type') || ' ' || (body->>'id') || ' ' || (body->>'alert')
                               || ' ' || (body->>'lang')
                          FROM notification WHERE channel = 'band'
                        """)).containsExactly("b1 pending notice alert-" + alert + " " + alert + " zh");
        assertThat(town.texts("SELECT body->>'text' FROM notification WHERE channel = 'band'"))
                .singleElement()
                .asString()
                .contains("赶来");
    }

    @Test
    void whoWasNotToldAndHasNoShiftThereLearnsNothing() {
        town.grid("west");
        Actor stranger = town.onDuty("sun", "west");
        long alert = town.call("b1");
        for (String move : MOVES) {
            assertThatThrownBy(() -> make(move, alert, stranger))
                    .isInstanceOf(NoSuchAlert.class)
                    .hasMessage("there is no alert " + alert + " for you");
        }
        assertThatThrownBy(() -> moves.acknowledge(alert + 1, wang))
                .isInstanceOf(NoSuchAlert.class)
                .hasMessage("there is no alert " + (alert + 1) + " for you");
        assertThat(town.file(alert)).containsExactly("raised", "dispatched", "dispatched");
    }

    @Test
    void whoComesOnDutyInTheGridMayGoAlthoughNobodyToldThem() {
        long alert = town.call("b1");
        Actor next = town.worker("next");
        town.shift(next, "east", "primary", Town.MORNING.plusSeconds(60), null);
        assertThatThrownBy(() -> moves.acknowledge(alert, next)).isInstanceOf(NoSuchAlert.class);
        town.clock().pass(Duration.ofSeconds(60));
        assertThat(moves.acknowledge(alert, next).mine()).isTrue();
    }

    @Test
    void theOfficeMaySayThatItGoesItself() {
        long alert = town.call("b1");
        AlertView view = moves.acknowledge(alert, Town.SUPERVISOR);
        assertThat(view.acknowledgedBy()).isEqualTo("office");
        Actor otherOffice = new Actor("county", null, true);
        assertThatThrownBy(() -> moves.acknowledge(alert, otherOffice)).hasMessage("office already goes");
        assertThat(moves.acknowledge(alert, Town.SUPERVISOR).version()).isEqualTo(view.version());
        assertThatThrownBy(() -> moves.arrive(alert, wang, null)).hasMessage("office goes; the case is theirs");
    }

    /** An alert of its own that has come to this state; from ACKNOWLEDGED on it is Wang's, and its outcome is HELPED. */
    private long alertIn(AlertState state) {
        if (state == AlertState.RAISED) {
            town.nobodyIsOnDuty();
            long alert = town.call("b1");
            town.shift(wang, "east", "primary", Town.MORNING, null);
            town.shift(chen, "east", "primary", Town.MORNING, null);
            return alert;
        }
        Press press = town.press("b1");
        long alert = town.send(press);
        switch (state) {
            case CANCELLED -> town.callOff(press);
            case ACKNOWLEDGED, ON_SCENE, RESOLVED, CLOSED -> moves.acknowledge(alert, wang);
            default -> {}
        }
        if (state == AlertState.ON_SCENE) {
            moves.arrive(alert, wang, null);
        }
        if (state == AlertState.RESOLVED || state == AlertState.CLOSED) {
            moves.resolve(alert, wang, Outcome.HELPED, null);
        }
        if (state == AlertState.CLOSED) {
            moves.close(alert, wang);
        }
        assertThat(town.state(alert)).isEqualTo(state.code());
        return alert;
    }

    private Actor actor(String name) {
        return switch (name) {
            case "wang" -> wang;
            case "chen" -> chen;
            default -> Town.SUPERVISOR;
        };
    }

    private AlertView make(String move, long alert, Actor actor) {
        return switch (move) {
            case "acknowledge" -> moves.acknowledge(alert, actor);
            case "arrive" -> moves.arrive(alert, actor, null);
            case "resolve" -> moves.resolve(alert, actor, Outcome.HELPED, null);
            case "resolve otherwise" -> moves.resolve(alert, actor, Outcome.MISTAKE, null);
            case "close" -> moves.close(alert, actor);
            default -> throw new IllegalArgumentException(move);
        };
    }
}
