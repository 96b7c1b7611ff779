package io.kanhu.alerting.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.kanhu.alerting.Press;
import io.kanhu.alerting.Town;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who sees which alert, and how. */
class AlertBookIT {
    private static final Town town = new Town();

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final AnswerTimes times = new AnswerTimes(metrics);
    private final AlertBook book = new AlertBook(town.jdbi(), town.clock(), times);
    private final Moves moves = new Moves(town.jdbi(), town.clock(), () -> {}, times);
    private Actor wang = Town.SUPERVISOR;

    @AfterAll
    static void close() {
        town.close();
    }

    @BeforeEach
    void people() {
        town.clear();
        town.grid("east");
        town.grid("west");
        town.wearer("li", "east", "b1");
        wang = town.onDuty("wang", "east");
    }

    @Test
    void anAlertSaysWhoCallsFromWhereAndSinceWhen() {
        long alert = town.send(town.press("b1").from(35.25, 110.75, 12.0).heardAt(Town.MORNING.plusSeconds(2)));
        assertThat(book.find(wang.viewer(), alert)).hasValueSatisfying(view -> {
            assertThat(view.wearer()).isEqualTo("li");
            assertThat(view.address()).isEqualTo("li's address");
            assertThat(view.grid()).isEqualTo("east");
            assertThat(view.place()).isEqualTo(new Place(35.25, 110.75, 12.0, Town.MORNING));
            assertThat(view.raisedAt()).isEqualTo(Town.MORNING);
            assertThat(view.receivedAt()).isEqualTo(Town.MORNING.plusSeconds(2));
            assertThat(view.acknowledgedBy()).isNull();
            assertThat(view.outcome()).isNull();
        });
    }

    @Test
    void whoWasToldSeesAnAlertAlsoAfterTheShift() {
        town.nobodyIsOnDuty();
        town.shift(wang, "east", "primary", Town.MORNING, Town.MORNING.plusSeconds(60));
        long alert = town.call("b1");
        town.clock().pass(Duration.ofDays(1));
        assertThat(ids(wang)).containsExactly(alert);
        assertThat(book.find(wang.viewer(), alert)).isPresent();
    }

    @Test
    void whoHasAShiftInTheGridSeesItAsLongAsTheShiftLasts() {
        long alert = town.call("b1");
        Actor next = town.worker("next");
        town.shift(next, "east", "primary", Town.MORNING.plusSeconds(60), Town.MORNING.plusSeconds(120));
        assertThat(ids(next)).isEmpty();
        town.clock().pass(Duration.ofSeconds(60));
        assertThat(ids(next)).containsExactly(alert);
        assertThat(book.find(next.viewer(), alert)).isPresent();
        town.clock().pass(Duration.ofSeconds(60));
        assertThat(ids(next)).isEmpty();
        assertThat(book.find(next.viewer(), alert)).isEmpty();
    }

    @Test
    void whoWorksElsewhereSeesNothing() {
        Actor sun = town.onDuty("sun", "west");
        long alert = town.call("b1");
        assertThat(ids(sun)).isEmpty();
        assertThat(book.find(sun.viewer(), alert)).isEmpty();
    }

    @Test
    void aUserWhoIsNoWorkerAndNotEverywhereSeesNothing() {
        long alert = town.call("b1");
        Viewer nobody = new Viewer(null, false);
        assertThat(book.list(nobody, false, 10)).isEmpty();
        assertThat(book.find(nobody, alert)).isEmpty();
    }

    @Test
    void theOfficeSeesEveryGridAndBandsNobodyWears() {
        town.wearer("zhao", "west", "b2");
        assertThat(List.of(town.call("b1"), town.call("b2"), town.call("stray")).reversed())
                .isEqualTo(ids(Town.SUPERVISOR));
    }

    @Test
    void anAlertRingsForThoseWhoWereToldUntilSomebodyGoes() {
        Actor late = town.worker("late");
        town.shift(late, "east", "primary", Town.MORNING.plusSeconds(1), null);
        long alert = town.call("b1");
        town.clock().pass(Duration.ofSeconds(1));
        assertThat(rings(alert, wang)).isTrue();
        assertThat(rings(alert, late)).isFalse();
        assertThat(rings(alert, Town.SUPERVISOR)).isFalse();

        moves.acknowledge(alert, late);
        assertThat(rings(alert, wang)).isFalse();
        assertThat(book.find(late.viewer(), alert).orElseThrow().mine()).isTrue();
        assertThat(book.find(wang.viewer(), alert).orElseThrow().mine()).isFalse();
    }

    @Test
    void anAlertNobodyWasToldOfRingsForThoseWhoSeeEverything() {
        town.nobodyIsOnDuty();
        long alert = town.call("b1");
        assertThat(rings(alert, Town.SUPERVISOR)).isTrue();
        moves.acknowledge(alert, Town.SUPERVISOR);
        assertThat(rings(alert, Town.SUPERVISOR)).isFalse();
    }

    @Test
    void ofTheOpenOnesNoneIsLeftOutAndOfTheOthersTheNewest() {
        List<Long> resolved = IntStream.range(0, 3)
                .mapToObj(i -> resolved(town.call("b1"), wang))
                .toList();
        List<Long> open = List.of(town.call("b1"), town.call("s1"), town.call("s2"));
        assertThat(book.list(Town.SUPERVISOR.viewer(), true, 1).stream().map(AlertView::id))
                .isEqualTo(open.reversed());
        assertThat(book.list(Town.SUPERVISOR.viewer(), false, 2).stream().map(AlertView::id))
                .containsExactly(open.get(2), open.get(1), open.get(0), resolved.get(2), resolved.get(1));
    }

    @Test
    void theCaseFileIsInOrderAndNamesWhoWasTold() {
        Press press = town.press("b1");
        long alert = town.send(press);
        town.clock().pass(Duration.ofSeconds(20));
        moves.acknowledge(alert, wang);
        assertThat(book.events(alert))
                .extracting(EventView::kind, EventView::actor, EventView::at)
                .containsExactly(
                        tuple("raised", "kanhu", Town.MORNING),
                        tuple("dispatched", "kanhu", Town.MORNING),
                        tuple("acknowledged", "wang", Town.MORNING.plusSeconds(20)));
        assertThat(book.told(alert))
                .containsExactly(
                        new Told("wang", "app", "withdrawn", "home"), new Told("band b1", "band", "pending", null));
    }

    @Test
    void aReceiptIsWrittenDownOnce() {
        long alert = town.call("b1");
        town.clock().pass(Duration.ofSeconds(3));
        book.receipt(alert, workerId());
        town.clock().pass(Duration.ofSeconds(3));
        book.receipt(alert, workerId());
        assertThat(book.told(alert)).containsExactly(new Told("wang", "app", "received", "home"));
        assertThat(received()).isEqualTo(Town.MORNING.plusSeconds(3));
        assertThat(town.version(alert)).isEqualTo(1);
        var shown = metrics.get("kanhu.alerts.shown").timer();
        assertThat(shown.count()).isEqualTo(1);
        assertThat(shown.totalTime(TimeUnit.SECONDS)).isEqualTo(3);
    }

    @Test
    void aReceiptOfSomebodyWhoWasNotToldChangesNothing() {
        Actor sun = town.onDuty("sun", "west");
        long alert = town.call("b1");
        book.receipt(alert, sun.workerId() == null ? 0 : sun.workerId());
        assertThat(book.told(alert)).containsExactly(new Told("wang", "app", "pending", "home"));
        assertThat(metrics.get("kanhu.alerts.shown").timer().count()).isZero();
    }

    @Test
    void howLongAnAnswerTookIsMeasuredFromWhenKanhuHeard() {
        long alert = town.send(town.press("b1").heardAt(Town.MORNING.plusSeconds(10)));
        town.clock().set(Town.MORNING.plusSeconds(35));
        moves.acknowledge(alert, wang);
        moves.acknowledge(alert, wang);
        var answered = metrics.get("kanhu.alerts.answered").timer();
        assertThat(answered.count()).isEqualTo(1);
        assertThat(answered.totalTime(TimeUnit.SECONDS)).isEqualTo(25);
    }

    private long workerId() {
        return Objects.requireNonNull(wang.workerId());
    }

    private long resolved(long alert, Actor who) {
        moves.acknowledge(alert, who);
        return moves.resolve(alert, who, Outcome.TEST, null).id();
    }

    private boolean rings(long alert, Actor who) {
        boolean found = book.find(who.viewer(), alert).orElseThrow().rings();
        boolean listed = book.list(who.viewer(), true, 10).stream()
                .filter(view -> view.id() == alert)
                .findFirst()
                .orElseThrow()
                .rings();
        assertThat(listed).isEqualTo(found);
        return found;
    }

    private List<Long> ids(Actor who) {
        return book.list(who.viewer(), false, 10).stream().map(AlertView::id).toList();
    }

    private static Instant received() {
        return town.jdbi()
                .withHandle(h -> h.select("SELECT received_at FROM notification")
                        .mapTo(Instant.class)
                        .one());
    }
}
