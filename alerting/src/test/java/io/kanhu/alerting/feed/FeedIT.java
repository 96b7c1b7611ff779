package io.kanhu.alerting.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kanhu.alerting.BreakableClock;
import io.kanhu.alerting.Log;
import io.kanhu.alerting.Town;
import io.kanhu.alerting.episode.Actor;
import io.kanhu.alerting.episode.AlertBook;
import io.kanhu.alerting.episode.AlertState;
import io.kanhu.alerting.episode.AnswerTimes;
import io.kanhu.alerting.episode.Moves;
import io.kanhu.alerting.episode.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FeedIT {
    private static final Town town = new Town();

    private final AnswerTimes times = new AnswerTimes(new SimpleMeterRegistry());
    private final Feed feed = new Feed(town.jdbi(), new AlertBook(town.jdbi(), town.clock(), times), town.clock());
    private final Moves moves = new Moves(town.jdbi(), town.clock(), feed::wake, times);
    private final Watch office = new Watch();
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
        wang = town.onDuty("wang", "east");
        town.wearer("li", "east", "b1");
        town.wearer("zhao", "west", "b2");
    }

    @AfterEach
    void stop() {
        feed.close();
    }

    @Test
    void aWatcherHearsOfChangesInTheirOrderAndAlwaysOfTheLast() {
        office.watch(feed);
        feed.start();
        List<Long> alerts = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            long alert = call("b1");
            moves.acknowledge(alert, wang);
            moves.arrive(alert, wang, null);
            moves.resolve(alert, wang, Outcome.TEST, null);
            moves.close(alert, wang);
            alerts.add(alert);
        }
        await().until(() -> office.heardOf(alerts.getLast(), AlertState.CLOSED));
        assertThat(office.items).extracting(FeedItem::eventId).isSorted().doesNotHaveDuplicates();
        for (long alert : alerts) {
            assertThat(office.versionsOf(alert)).isSorted().endsWith(5);
        }
    }

    @Test
    void whatAnotherServerCommitsIsFoundWithoutBeingWoken() {
        office.watch(feed);
        feed.start();
        long alert = town.call("b1");
        await().until(() -> office.heardOf(alert, AlertState.DISPATCHED));
    }

    @Test
    void everybodyHearsOfWhatIsTheirsAsTheySeeIt() {
        Watch east = new Watch(wang);
        Watch west = new Watch(town.onDuty("sun", "west"));
        List.of(east, west, office).forEach(watch -> watch.watch(feed));
        feed.start();
        long first = call("b1");
        long second = call("b2");
        await().until(() -> office.heardOf(second, AlertState.DISPATCHED));
        assertThat(east.alerts()).containsOnly(first);
        assertThat(west.alerts()).containsOnly(second);
        assertThat(office.alerts()).containsOnly(first, second);
        assertThat(east.items.getLast().alert().rings()).isTrue();
        assertThat(office.items.getLast().alert().rings()).isFalse();
    }

    @Test
    void whoComesBackIsSentWhatChangedMeanwhile() {
        office.watch(feed);
        feed.start();
        long before = call("b1");
        await().until(() -> office.heardOf(before, AlertState.DISPATCHED));
        office.leave();
        Watch stays = new Watch();
        stays.watch(feed);
        moves.acknowledge(before, wang);
        long meanwhile = call("b2");
        await().until(() -> stays.heardOf(meanwhile, AlertState.RAISED));

        Watch back = new Watch();
        back.watch(feed, office.items.getLast().eventId());

        assertThat(back.heardOf(before, AlertState.ACKNOWLEDGED)).isTrue();
        assertThat(back.heardOf(meanwhile, AlertState.RAISED)).isTrue();
        assertThat(back.items).extracting(FeedItem::eventId).isSorted();
    }

    @Test
    void whoComesForTheFirstTimeIsSentNothingOld() {
        call("b1");
        office.watch(feed);
        assertThat(office.items).isEmpty();
    }

    @Test
    void whoComesBackIsSentWhatWasCommittedLateWithALowerId() {
        feed.start();
        long alert = call("b1");
        Watch back = new Watch();
        try (SlowEvent slow = new SlowEvent(town.jdbi(), alert)) {
            call("b2");
            long position = feed.position();
            assertThat(slow.id()).isLessThan(position);
            slow.commit();
            back.watch(feed, position);
        }
        assertThat(back.heardOf(alert, AlertState.DISPATCHED)).isTrue();
    }

    @Test
    void anEventThatIsCommittedAfterALaterOneIsNotMissed() {
        long alert = call("b1");
        office.watch(feed);
        feed.start();
        try (SlowEvent slow = new SlowEvent(town.jdbi(), alert)) {
            long later = call("b2");
            await().until(() -> office.heardOf(later, AlertState.RAISED));
            town.clock().pass(Feed.GAP_PATIENCE);
            slow.commit();
            feed.wake();
            await().until(() -> office.heardOf(slow.id()));
        }
    }

    @Test
    void anEventThatWasOnItsWayWhenTheFeedStartedIsNotMissed() {
        long alert = call("b1");
        try (SlowEvent slow = new SlowEvent(town.jdbi(), alert)) {
            long later = call("b2");
            office.watch(feed);
            feed.start();
            await().until(() -> office.heardOf(later, AlertState.RAISED));
            slow.commit();
            feed.wake();
            await().until(() -> office.heardOf(slow.id()));
        }
    }

    @Test
    void anIdThatNeverComesIsGivenUpWhenItsTimeIsOver() {
        long alert = call("b1");
        office.watch(feed);
        feed.start();
        try (SlowEvent slow = new SlowEvent(town.jdbi(), alert)) {
            long later = call("b2");
            await().until(() -> office.heardOf(later, AlertState.RAISED));
            town.clock().pass(Feed.GAP_PATIENCE.plusMillis(1));
            moves.acknowledge(later, Town.SUPERVISOR);
            await().until(() -> office.heardOf(later, AlertState.ACKNOWLEDGED));
            // By now it would have been rolled back. That it comes after all shows that it is not asked for any more.
            slow.commit();
            moves.arrive(later, Town.SUPERVISOR, null);
            await().until(() -> office.heardOf(later, AlertState.ON_SCENE));
            assertThat(office.heardOf(slow.id())).isFalse();
        }
    }

    @Test
    void aWatcherThatFailsKeepsNobodyElseFromHearingAndIsLoggedOnce() {
        try (Log log = new Log(Watcher.class)) {
            Watch good = new Watch();
            Watch bad = new Watch();
            feed.subscribe(Town.SUPERVISOR.viewer(), null, item -> {
                bad.items.add(item);
                throw new IllegalStateException("a bug in a watcher");
            });
            good.watch(feed);
            feed.start();
            long first = call("b1");
            await().until(() -> good.heardOf(first, AlertState.DISPATCHED));
            long second = call("b2");
            await().until(() -> good.heardOf(second, AlertState.RAISED));
            assertThat(bad.alerts()).containsOnly(first, second);
            assertThat(log.errors()).containsExactly("a bug in a watcher");
        }
    }

    @Test
    void whoLeavesHearsNoMoreAndTheOthersDo() {
        Watch leaver = new Watch();
        leaver.watch(feed);
        office.watch(feed);
        feed.start();
        long first = call("b1");
        await().until(() -> office.heardOf(first, AlertState.DISPATCHED));
        leaver.leave();
        leaver.leave();
        assertThat(feed.watchers()).isEqualTo(1);
        long second = call("b2");
        await().until(() -> office.heardOf(second, AlertState.RAISED));
        assertThat(leaver.alerts()).doesNotContain(second);
    }

    @Test
    void changesThatCannotBeReadJustNowAreToldLater() {
        office.watch(feed);
        feed.start();
        try (Log log = new Log(Feed.class)) {
            long alert = town.call("b1");
            await().until(() -> office.heardOf(alert, AlertState.DISPATCHED));
            town.jdbi().useHandle(h -> h.execute("ALTER TABLE consent RENAME TO mislaid"));
            try {
                town.call("stray");
                await().until(() -> !log.warnings().isEmpty());
            } finally {
                town.jdbi().useHandle(h -> h.execute("ALTER TABLE mislaid RENAME TO consent"));
            }
        }
        await().until(() -> office.bands().contains("stray"));
    }

    @Test
    void aFaultNobodyHasForeseenIsLoggedOnceAndTheFeedGoesOn() {
        BreakableClock clock = new BreakableClock(town.clock());
        Feed fragile = new Feed(town.jdbi(), new AlertBook(town.jdbi(), town.clock(), times), clock);
        try (Log log = new Log(Feed.class);
                fragile) {
            office.watch(fragile);
            fragile.start();
            long alert = call("b1");
            await().until(() -> clock.failures() >= 2);
            assertThat(log.errors()).containsExactly("the clock is broken");
            clock.repair();
            await().until(() -> office.heardOf(alert, AlertState.DISPATCHED));
        }
    }

    @Test
    void anAlertThatIsNotUnderstoodHidesNoOther() {
        long strange = call("b1");
        long alert = call("b2");
        try (Log log = new Log(Feed.class)) {
            town.jdbi().useHandle(h -> {
                h.execute("ALTER TABLE alert DROP CONSTRAINT alert_state_check");
                h.execute("UPDATE alert SET state = 'of a later version' WHERE id = ?", strange);
            });
            office.watch(feed);
            feed.start();
            await().until(() -> office.heardOf(alert, AlertState.RAISED));
            assertThat(log.errors()).singleElement().asString().contains("OF A LATER VERSION");
        }
        assertThat(office.alerts()).containsOnly(alert);
    }

    @Test
    void whoCannotBeSentWhatWasMissedDoesNotWatch() {
        town.jdbi().useHandle(h -> h.execute("ALTER TABLE alert_event RENAME TO mislaid"));
        try {
            assertThatThrownBy(() -> office.watch(feed, 1)).isInstanceOf(JdbiException.class);
        } finally {
            town.jdbi().useHandle(h -> h.execute("ALTER TABLE mislaid RENAME TO alert_event"));
        }
        assertThat(feed.watchers()).isZero();
    }

    /** Somebody calls on this server. */
    private long call(String band) {
        var press = town.press(band);
        town.write(town.node(feed::wake), press);
        return town.alertOf(press);
    }
}
