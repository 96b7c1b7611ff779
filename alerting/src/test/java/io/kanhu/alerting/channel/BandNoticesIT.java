package io.kanhu.alerting.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.alerting.BreakableClock;
import io.kanhu.alerting.Log;
import io.kanhu.alerting.Town;
import io.kanhu.alerting.episode.AnswerTimes;
import io.kanhu.alerting.episode.Moves;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BandNoticesIT {
    private static final Town town = new Town();

    private final Bands bands = new Bands();
    private final BandNotices notices = new BandNotices(town.jdbi(), bands, town.clock());
    private final Moves moves =
            new Moves(town.jdbi(), town.clock(), notices::wake, new AnswerTimes(new SimpleMeterRegistry()));

    @AfterAll
    static void close() {
        town.close();
    }

    @BeforeEach
    void nobody() {
        town.clear();
    }

    @AfterEach
    void stop() {
        notices.close();
    }

    @Test
    void aBandThatListensIsToldAndItsAcknowledgementIsTheReceipt() {
        bands.listen("b1");
        bands.waitWithAnswers();
        notices.start();
        somebodyGoesTo("b1");
        await().until(() -> bands.heard().size() == 1);
        assertThat(bands.heard()).containsExactly("b1 " + bodyFor("b1"));
        assertThat(stateOf("b1")).isEqualTo("pending, 1 attempts, received null");

        town.clock().pass(Duration.ofSeconds(2));
        bands.acknowledge();
        await().until(() -> stateOf("b1").equals("received, 1 attempts, received 00:00:02"));
    }

    @Test
    void aBandThatDoesNotListenIsTriedAgainLaterInTheSameWords() {
        notices.start();
        somebodyGoesTo("b1");
        awaitFailedAttempts("b1", 1);
        assertThat(errorOf("b1")).contains("does not listen");

        town.clock().pass(BandNotices.RETRY.minusMillis(1));
        lookThroughTheOutbox();
        assertThat(stateOf("b1")).startsWith("pending, 1 attempts");

        town.clock().pass(Duration.ofMillis(1));
        notices.wake();
        awaitFailedAttempts("b1", 2);
        bands.listen("b1");
        town.clock().pass(BandNotices.RETRY);
        notices.wake();
        await().until(() -> stateOf("b1").startsWith("received, 3 attempts"));
        assertThat(bands.heard()).contains("b1 " + bodyFor("b1"));
        assertThat(errorOf("b1")).isEqualTo("null");
    }

    @Test
    void aBandThatComesBackIsToldAtOnce() {
        notices.start();
        somebodyGoesTo("b1");
        awaitFailedAttempts("b1", 1);
        bands.listen("b1");
        notices.listening("b1");
        await().until(() -> stateOf("b1").startsWith("received, 2 attempts"));
    }

    @Test
    void thatAnotherBandComesBackChangesNothing() {
        notices.start();
        somebodyGoesTo("b1");
        awaitFailedAttempts("b1", 1);
        notices.listening("b2");
        lookThroughTheOutbox();
        assertThat(stateOf("b1")).startsWith("pending, 1 attempts");
    }

    @Test
    void afterAQuarterOfAnHourANoticeMeansNothingAnyMore() {
        somebodyGoesTo("b1");
        town.clock().pass(BandNotices.LIFETIME.plusMillis(1));
        bands.listen("b1");
        notices.start();
        await().until(() -> stateOf("b1").startsWith("expired"));
        lookThroughTheOutbox();
        assertThat(bands.heard()).noneMatch(heard -> heard.startsWith("b1 "));
    }

    @Test
    void untilThenItIsSent() {
        somebodyGoesTo("b1");
        town.clock().pass(BandNotices.LIFETIME);
        bands.listen("b1");
        notices.start();
        await().until(() -> stateOf("b1").startsWith("received"));
    }

    @Test
    void whatWasBeingSentWhenAServerDiedIsSentAgainUnderTheSameIdWhenItsLeaseIsOver() {
        bands.listen("b1");
        bands.waitWithAnswers();
        BandNotices died = new BandNotices(town.jdbi(), bands, town.clock());
        died.start();
        somebodyGoesTo("b1");
        died.wake();
        await().until(() -> bands.heard().size() == 1);
        died.close();

        notices.start();
        town.clock().pass(BandNotices.LEASE);
        lookThroughTheOutbox();
        assertThat(bands.heard()).filteredOn(heard -> heard.startsWith("b1 ")).hasSize(1);

        town.clock().pass(Duration.ofMillis(1));
        notices.wake();
        await().until(() -> bands.heard().stream()
                        .filter(heard -> heard.equals("b1 " + bodyFor("b1")))
                        .count()
                == 2);
    }

    @Test
    void twoServersDoNotBothSend() {
        somebodyGoesTo("b1");
        town.jdbi().useHandle(h -> h.execute("""
                INSERT INTO notification (alert_id, step, channel, band, body, created_at, next_attempt_at)
                SELECT alert_id, step, channel, 'x' || n, body, created_at, next_attempt_at
                  FROM notification, generate_series(1, 399) n WHERE channel = 'band'
                """));
        town.texts("SELECT band FROM notification WHERE channel = 'band'").forEach(bands::listen);
        // Nothing is settled meanwhile: only the leases keep one from sending what the other has taken.
        bands.waitWithAnswers();
        try (BandNotices other = new BandNotices(town.jdbi(), bands, town.clock())) {
            notices.start();
            other.start();
            await().until(() -> {
                notices.wake();
                other.wake();
                return bands.heard().size() >= 400;
            });
            lookThroughTheOutbox();
        }
        assertThat(bands.heard().stream().filter(heard -> !heard.startsWith("probe")))
                .hasSize(400)
                .doesNotHaveDuplicates();
    }

    @Test
    void aFaultOnTheWayToOneBandKeepsNoOtherFromHearingAndIsLoggedOnce() {
        bands.fault("b1", true);
        bands.listen("b1");
        try (Log log = new Log(BandNotices.class)) {
            notices.start();
            somebodyGoesTo("b1");
            awaitFailedAttempts("b1", 1);
            town.clock().pass(BandNotices.RETRY);
            notices.wake();
            awaitFailedAttempts("b1", 2);
            assertThat(log.errors()).containsExactly("a bug on the way to b1");
            bands.listen("b2");
            somebodyGoesTo("b2");
            await().until(() -> stateOf("b2").startsWith("received"));
        }
        bands.fault("b1", false);
        town.clock().pass(BandNotices.RETRY);
        notices.wake();
        await().until(() -> stateOf("b1").startsWith("received, 3 attempts"));
    }

    @Test
    void aFaultNobodyHasForeseenIsLoggedOnceAndTheNoticesGoOn() {
        BreakableClock clock = new BreakableClock(town.clock());
        bands.listen("b1");
        somebodyGoesTo("b1");
        try (Log log = new Log(BandNotices.class);
                BandNotices fragile = new BandNotices(town.jdbi(), bands, clock)) {
            fragile.start();
            await().until(() -> clock.failures() >= 2);
            assertThat(log.errors()).containsExactly("the clock is broken");
            clock.repair();
            await().until(() -> stateOf("b1").startsWith("received"));
        }
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsAskedAgain() {
        bands.listen("b1");
        somebodyGoesTo("b1");
        town.jdbi().useHandle(h -> h.execute("ALTER TABLE notification RENAME TO mislaid"));
        try (Log log = new Log(BandNotices.class)) {
            notices.start();
            await().until(() -> !log.warnings().isEmpty());
        } finally {
            town.jdbi().useHandle(h -> h.execute("ALTER TABLE mislaid RENAME TO notification"));
        }
        await().until(() -> stateOf("b1").startsWith("received"));
    }

    /** The band's wearer calls, and the office answers. */
    private void somebodyGoesTo(String band) {
        moves.acknowledge(town.call(band), Town.SUPERVISOR);
    }

    /** Returns when whatever was due has been claimed: a notice that is written now is claimed with it or after it. */
    private void lookThroughTheOutbox() {
        String probe = "probe" + town.number("SELECT count(*) FROM alert");
        bands.listen(probe);
        somebodyGoesTo(probe);
        await().until(() -> bands.heard().stream().anyMatch(heard -> heard.startsWith(probe + " ")));
    }

    private static void awaitFailedAttempts(String band, int attempts) {
        await().until(() -> town.number(
                        "SELECT count(*) FROM notification WHERE band = ? AND attempts = ? AND leased_until IS NULL",
                        band,
                        attempts)
                == 1);
    }

    private static String bodyFor(String band) {
        return only(town.texts("SELECT body::text FROM notification WHERE band = ?", band));
    }

    private static String errorOf(String band) {
        return only(town.texts("SELECT coalesce(last_error, 'null') FROM notification WHERE band = ?", band));
    }

    private static String stateOf(String band) {
        return only(town.texts("""
                SELECT state || ', ' || attempts || ' attempts, received ' || coalesce((received_at - created_at)::text, 'null')
                  FROM notification WHERE band = ?
                """, band));
    }

    private static String only(List<String> rows) {
        assertThat(rows).hasSize(1);
        return rows.getFirst();
    }
}
