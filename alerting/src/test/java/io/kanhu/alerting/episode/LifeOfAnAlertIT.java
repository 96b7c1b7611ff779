package io.kanhu.alerting.episode;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.alerting.Press;
import io.kanhu.alerting.Town;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** Whatever wearers, workers and the roster do, in whatever order, what holds for every alert holds after each step. */
class LifeOfAnAlertIT {
    private static final List<String> BANDS = List.of("b1", "b2");

    /** From where to where an alert may go in one step. */
    private static final Map<String, List<String>> WAYS = Map.of(
            "raised", List.of("dispatched", "cancelled", "acknowledged"),
            "dispatched", List.of("cancelled", "acknowledged"),
            "cancelled", List.of("raised", "dispatched", "acknowledged"),
            "acknowledged", List.of("on_scene", "resolved"),
            "on_scene", List.of("resolved"),
            "resolved", List.of("closed"),
            "closed", List.of());

    /** One of the events that a way into this state leaves behind. */
    private static final Map<String, String> EVENT_OF = Map.of(
            "raised", "nobody_reachable",
            "dispatched", "dispatched",
            "cancelled", "called_off",
            "acknowledged", "acknowledged",
            "on_scene", "arrived",
            "resolved", "resolved",
            "closed", "closed");

    private static final Town town = new Town();

    private final Moves moves = new Moves(town.jdbi(), town.clock(), () -> {}, Times.unread());
    private final AlertBook book = new AlertBook(town.jdbi(), town.clock(), Times.unread());
    private final Map<String, Press> lastPress = new HashMap<>();
    private List<Actor> actors = List.of();

    private enum Deed {
        PRESS,
        CALL_OFF,
        ACKNOWLEDGE,
        ARRIVE,
        RESOLVE,
        CLOSE,
        GO_ON,
        SHIFT_BEGINS,
        SHIFTS_END
    }

    /** Whoever it is does it, at the alert of this band where it is about one. */
    private record Step(Deed deed, int band, int actor) {}

    /** What is to be seen of an alert. */
    private record Line(String whose, String state, int version, int presses, List<String> file) {
        boolean isOpen() {
            return !state.equals("resolved") && !state.equals("closed");
        }
    }

    @AfterContainer
    static void close() {
        town.close();
    }

    @Provide
    Arbitrary<List<Step>> anyLife() {
        Arbitrary<Deed> deeds = Arbitraries.frequency(
                Tuple.of(3, Deed.PRESS),
                Tuple.of(2, Deed.CALL_OFF),
                Tuple.of(1, Deed.ACKNOWLEDGE),
                Tuple.of(1, Deed.ARRIVE),
                Tuple.of(2, Deed.RESOLVE),
                Tuple.of(1, Deed.CLOSE),
                Tuple.of(8, Deed.GO_ON),
                Tuple.of(1, Deed.SHIFT_BEGINS),
                Tuple.of(1, Deed.SHIFTS_END));
        Arbitrary<Integer> bands = Arbitraries.frequency(Tuple.of(4, 0), Tuple.of(1, 1));
        // Mostly those whose business it is, so that cases come to their end.
        Arbitrary<Integer> people =
                Arbitraries.frequency(Tuple.of(4, 0), Tuple.of(1, 1), Tuple.of(1, 2), Tuple.of(4, 3));
        return Combinators.combine(deeds, bands, people)
                .as(Step::new)
                .list()
                .ofMinSize(30)
                .ofMaxSize(40);
    }

    @Property(tries = 20)
    @StatisticsReport(onFailureOnly = true)
    void whatHoldsForEveryAlertHoldsAfterEveryStep(@ForAll("anyLife") List<Step> life) {
        begin();
        Map<Long, Line> before = lines();
        for (Step step : life) {
            town.clock().pass(Duration.ofSeconds(1));
            boolean taken = take(step);
            Map<Long, Line> after = lines();
            if (!taken) {
                assertThat(after).as("refused: %s", step).isEqualTo(before);
            }
            assertThatNothingWentBack(step, before, after);
            assertThatOneEpisodeIsOpenAtMost(step, after);
            before = after;
        }
        assertThatNobodyWasToldTwiceInOneStep();
        assertThatWhoeverWaitsIsHeard(before);
        Statistics.coverage(seen ->
                WAYS.keySet().forEach(state -> seen.check(state).count(times -> times > 0)));
    }

    private void begin() {
        town.clear();
        lastPress.clear();
        town.grid("east");
        town.grid("west");
        BANDS.forEach(band -> town.wearer("wearer of " + band, "east", band));
        actors = List.of(
                town.onDuty("wang", "east"), town.backup("chen", "east"), town.onDuty("sun", "west"), Town.SUPERVISOR);
    }

    /** Returns false if it was refused. */
    private boolean take(Step step) {
        String band = BANDS.get(step.band());
        Actor actor = actors.get(step.actor());
        try {
            switch (step.deed()) {
                case PRESS -> press(band);
                case CALL_OFF -> callOff(band);
                case ACKNOWLEDGE -> moves.acknowledge(newest(band), actor);
                case ARRIVE -> moves.arrive(newest(band), actor, null);
                case RESOLVE -> moves.resolve(newest(band), actor, Outcome.TEST, null);
                case CLOSE -> moves.close(newest(band), actor);
                case GO_ON -> goOn(band, actor);
                case SHIFT_BEGINS -> beginShift(actor);
                case SHIFTS_END -> town.nobodyIsOnDuty();
            }
            return true;
        } catch (IllegalMove | NotAllowed | NoSuchAlert refused) {
            return false;
        }
    }

    /** What comes next in a case that takes its course. */
    private void goOn(String band, Actor actor) {
        long alert = newest(band);
        switch (town.state(alert)) {
            case "raised", "dispatched", "cancelled" -> moves.acknowledge(alert, actor);
            case "acknowledged" -> moves.arrive(alert, actor, null);
            case "on_scene" -> moves.resolve(alert, actor, Outcome.TEST, null);
            case "resolved" -> moves.close(alert, actor);
            default -> press(band);
        }
    }

    private void press(String band) {
        Press press = town.press(band);
        lastPress.put(band, press);
        town.send(press);
    }

    private void callOff(String band) {
        Press press = lastPress.get(band);
        if (press != null) {
            town.callOff(press);
        }
    }

    private static void beginShift(Actor actor) {
        if (actor.workerId() != null) {
            town.shift(actor, "east", "primary", town.clock().instant(), null);
        }
    }

    /** The newest alert of a band; 0, which is none, if there is none. */
    private static long newest(String band) {
        return town.number("SELECT coalesce(max(id), 0) FROM alert WHERE band = ?", band);
    }

    private static Map<Long, Line> lines() {
        return town.jdbi()
                .withHandle(h -> h.createQuery("""
                        SELECT a.id, a.band, a.state, a.version, a.press_count,
                               ARRAY(SELECT e.kind FROM alert_event e WHERE e.alert_id = a.id ORDER BY e.id) AS file
                          FROM alert a
                        """)
                        .map((row, context) -> Map.entry(
                                row.getLong("id"),
                                new Line(
                                        row.getString("band"),
                                        row.getString("state"),
                                        row.getInt("version"),
                                        row.getInt("press_count"),
                                        List.of((String[]) row.getArray("file").getArray()))))
                        .collectToMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static void assertThatNothingWentBack(Step step, Map<Long, Line> before, Map<Long, Line> after) {
        assertThat(after.keySet()).as("%s", step).containsAll(before.keySet());
        after.forEach((id, now) -> {
            Line then = before.get(id);
            if (then == null) {
                Statistics.collect(now.state());
                assertThat(now.version()).as("%s", step).isEqualTo(1);
                assertThat(now.file()).as("%s", step).startsWith("raised").contains(eventOf(now.state()));
                return;
            }
            assertThat(now.file().subList(0, then.file().size())).as("%s", step).isEqualTo(then.file());
            List<String> added =
                    now.file().subList(then.file().size(), now.file().size());
            if (now.state().equals(then.state()) && added.isEmpty()) {
                assertThat(now).as("%s", step).isEqualTo(then);
            } else {
                assertThat(now.version()).as("%s", step).isEqualTo(then.version() + 1);
            }
            if (!now.state().equals(then.state())) {
                Statistics.collect(now.state());
                assertThat(WAYS.get(then.state())).as("%s", step).contains(now.state());
                assertThat(added).as("%s", step).contains(eventOf(now.state()));
            }
            assertThat(now.presses() - then.presses())
                    .as("%s", step)
                    .isEqualTo(added.contains("pressed_again") ? 1 : 0);
        });
    }

    private static String eventOf(String state) {
        return Objects.requireNonNull(EVENT_OF.get(state));
    }

    private static void assertThatOneEpisodeIsOpenAtMost(Step step, Map<Long, Line> lines) {
        assertThat(lines.values().stream().filter(Line::isOpen).map(Line::whose))
                .as("%s", step)
                .doesNotHaveDuplicates();
    }

    private static void assertThatNobodyWasToldTwiceInOneStep() {
        assertThat(town.texts("""
                        SELECT alert_id || ' step ' || step FROM notification
                         GROUP BY alert_id, step, channel, worker_id, band HAVING count(*) > 1
                        """)).isEmpty();
        assertThat(town.texts("""
                        SELECT e.alert_id::text FROM alert_event e WHERE e.kind = 'dispatched'
                         GROUP BY e.alert_id
                        HAVING count(*) <> (SELECT count(*) FROM notification n
                                             WHERE n.alert_id = e.alert_id AND n.channel = 'app')
                        """)).isEmpty();
    }

    /** On some screen it rings: of those who were told, or in the office. */
    private void assertThatWhoeverWaitsIsHeard(Map<Long, Line> lines) {
        List<Long> ringing = actors.stream()
                .flatMap(actor -> book.list(actor.viewer(), true, 1).stream())
                .filter(AlertView::rings)
                .map(AlertView::id)
                .distinct()
                .toList();
        Stream<Long> waiting = lines.entrySet().stream()
                .filter(line -> AlertState.of(line.getValue().state()).waitsForAnswer())
                .map(Map.Entry::getKey);
        assertThat(ringing).containsExactlyInAnyOrderElementsOf(waiting.toList());
    }
}
