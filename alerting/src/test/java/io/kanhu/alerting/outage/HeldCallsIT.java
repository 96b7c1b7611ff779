package io.kanhu.alerting.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.alerting.Arrived;
import io.kanhu.alerting.Press;
import io.kanhu.alerting.Town;
import io.kanhu.alerting.channel.Message;
import io.kanhu.alerting.channel.Message.Recipient;
import io.kanhu.alerting.ladder.Means;
import io.kanhu.registry.Scope;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Presses wait as if the database were away, and are stored as if it were back. */
class HeldCallsIT {
    private static final Town TOWN = new Town();

    private Without here;

    @BeforeEach
    void anOrdinaryDay() {
        here = new Without(TOWN);
    }

    @AfterAll
    static void end() {
        TOWN.close();
    }

    @Test
    void aPressThatIsStoredInTimeIsNoBusinessOfMemory() {
        Press press = TOWN.press("b1");
        Arrived delivery = here.waits(press);
        TOWN.clock().pass(Memory.PATIENCE.minusMillis(1));
        here.held.look();
        TOWN.write(TOWN.node(() -> {}, here.held), press);
        here.held.settled(delivery, press.message());
        TOWN.clock().pass(Memory.PATIENCE);
        here.held.look();
        assertThat(here.page).isEmpty();
        assertThat(TOWN.file(TOWN.alertOf(press))).containsExactly("raised", "dispatched");
        assertThat(here.journal).isEmptyFile();
    }

    @Test
    void whileOthersAreStoredAPressOnlyWaitsForItsTurn() {
        here.waits(TOWN.press("b1"));
        Press other = TOWN.press("b2");
        Arrived delivery = here.waits(other);
        TOWN.clock().pass(Memory.PATIENCE);
        here.held.settled(delivery, other.message());
        here.held.look();
        assertThat(here.page).isEmpty();
    }

    @Test
    void whoeverIsOnDutyIsToldWithNameAndAddressAndTheCaseSaysSoAfterwards() {
        Press press = TOWN.press("b1");
        Arrived delivery = here.waitTooLong(press);
        assertThat(here.page).singleElement().satisfies(call -> {
            assertThat(call.wearer()).isEqualTo("zhang");
            assertThat(call.address()).isEqualTo("zhang's address");
            assertThat(call.rings()).isTrue();
        });
        assertThat(here.journal).isNotEmptyFile();

        here.store(press, delivery);
        long alert = TOWN.alertOf(press);
        assertThat(TOWN.state(alert)).isEqualTo("dispatched");
        assertThat(TOWN.column(alert, "without_database")).isEqualTo("true");
        assertThat(TOWN.file(alert)).containsExactly("raised", "told_without_database");
        assertThat(TOWN.texts("SELECT detail->>'name' FROM alert_event WHERE alert_id = ? ORDER BY id DESC", alert))
                .startsWith("wang");
        assertThat(TOWN.told(alert)).containsExactly("0 wang");
        assertThat(here.page.getLast().over()).isTrue();
        assertThat(here.page.getLast().alertId()).isEqualTo(alert);
        assertThat(here.journal).isEmptyFile();
        // The next step is the database's, when it would have been due.
        assertThat(TOWN.number(
                        "SELECT extract(epoch FROM next_action_at - dispatched_at)::bigint FROM alert WHERE id = ?",
                        alert))
                .isEqualTo(30);
    }

    @Test
    void theLadderIsClimbedFromMemoryAndNobodyIsCalledTwiceForAStep() {
        Press press = TOWN.press("b1");
        Arrived delivery = here.waitTooLong(press);
        assertThat(here.gateway.taken).isEmpty();
        TOWN.clock().pass(Town.SECOND_RUNG);
        here.held.look();
        assertThat(here.gateway.taken)
                .extracting(message -> message.to().phone())
                .containsExactly("wang's phone");
        TOWN.clock().pass(Town.SECOND_RUNG);
        here.held.look();
        here.store(press, delivery);
        long alert = TOWN.alertOf(press);
        assertThat(TOWN.texts("""
                        SELECT n.step || ' ' || w.name || ' ' || n.channel || ' ' || n.state FROM notification n
                          JOIN worker w ON w.id = n.worker_id WHERE n.alert_id = ? ORDER BY n.step, 1
                        """, alert)).containsExactly("0 wang app pending", "1 wang sms sent", "2 li app pending");
        assertThat(TOWN.texts(
                        "SELECT idempotency_key::text FROM notification WHERE alert_id = ? AND channel = 'sms'", alert))
                .containsExactly(here.gateway.taken.getFirst().key().toString());
        assertThat(TOWN.number("SELECT rung FROM alert WHERE id = ?", alert)).isEqualTo(3);
    }

    @Test
    void peopleAreCalledByWhateverIsKnownToReachThem() {
        TOWN.jdbi().useTransaction(h -> {
            h.execute(
                    "UPDATE worker SET wecom_user = 'wang.wu', ntfy_topic = 'wang-topic', email = 'wang@example.org' WHERE name = 'wang'");
            h.execute("""
                    INSERT INTO push_subscription (user_id, endpoint, p256dh, auth, server_key, created_at)
                    SELECT id, 'https://push', decode(repeat('04', 65), 'hex'), decode(repeat('04', 16), 'hex'), '', now()
                      FROM app_user WHERE name = 'wang'
                    """);
            h.execute("UPDATE ladder SET superseded_at = now() WHERE superseded_at IS NULL");
            h.execute("""
                    INSERT INTO ladder (kind, severity, version, repeat_seconds, silent_seconds, created_at, created_by)
                    VALUES ('sos', 'emergency', 3, 60, 900, now(), 'boss')
                    """);
            h.execute("INSERT INTO ladder_rung SELECT id, 0, 0, 'answered' FROM ladder WHERE version = 3");
            h.execute("""
                    INSERT INTO ladder_page SELECT id, 0, w.first + c.position, w.whom, c.channel
                      FROM ladder, (VALUES (0, 'on_duty'), (100, 'backup')) AS w (first, whom),
                           unnest(?::text[]) WITH ORDINALITY AS c (channel, position)
                     WHERE version = 3 AND (whom = 'on_duty' OR channel = 'wecom')
                    """, (Object)
                    EnumSet.allOf(Means.class).stream().map(Means::code).toArray(String[]::new));
        });
        TOWN.memory().roster().refresh();
        Set<Means> others = EnumSet.complementOf(EnumSet.of(Means.APP));
        here.held = TOWN.memory()
                .held(
                        Memory.file(),
                        EnumSet.allOf(Means.class),
                        others.stream().collect(Collectors.toMap(by -> by, by -> here.gateway)));
        Press press = TOWN.press("b1");
        Arrived delivery = here.waitTooLong(press);
        assertThat(here.gateway.taken).extracting(Message::by).containsExactlyInAnyOrderElementsOf(others);
        assertThat(here.gateway.taken).allSatisfy(message -> {
            assertThat(message.to())
                    .isEqualTo(new Recipient(
                            here.wang.workerId(), "wang's phone", "wang.wu", "wang-topic", "wang@example.org"));
            assertThat(message.words().text()).contains("zhang", "zhang's address");
            assertThat(message.isWithoutCase()).isTrue();
        });
        here.store(press, delivery);
        assertThat(TOWN.texts(
                        "SELECT receipt FROM notification WHERE alert_id = ? AND state = 'sent' ORDER BY channel",
                        TOWN.alertOf(press)))
                .containsExactlyElementsOf(
                        others.stream().map(by -> "r-" + by.code()).sorted().toList());
    }

    @Test
    void whoeverHasSeenItIsSentNoTextMessage() {
        Press press = TOWN.press("b1");
        Arrived delivery = here.waitTooLong(press);
        here.held.receipt(here.page.getFirst().key(), Objects.requireNonNull(here.wang.workerId()));
        TOWN.clock().pass(Town.SECOND_RUNG);
        here.held.look();
        assertThat(here.gateway.taken).isEmpty();
        here.store(press, delivery);
        assertThat(TOWN.texts("SELECT state FROM notification WHERE alert_id = ?", TOWN.alertOf(press)))
                .containsExactly("received");
    }

    @Test
    void anAnswerIsKeptWithItsTimeAndEndsTheClimb() {
        Press press = TOWN.press("b1");
        Arrived delivery = here.waitTooLong(press);
        var key = here.page.getFirst().key();
        assertThat(here.held.acknowledge(key, "wang", here.wang.workerId(), null))
                .isInstanceOf(Reply.Kept.class);
        assertThat(here.page.getLast().mine()).isTrue();
        assertThat(here.page.getLast().rings()).isFalse();
        assertThat(here.held.acknowledge(key, "wang", here.wang.workerId(), null))
                .isInstanceOf(Reply.Kept.class);
        assertThat(here.held.acknowledge(key, "boss", null, Scope.CITY)).isEqualTo(new Reply.Taken("wang"));
        assertThat(here.held.acknowledge(key, "stranger", 999_999L, null)).isEqualTo(new Reply.Unknown());
        Scope elsewhere = new Scope(TOWN.number("SELECT max(id) + 1 FROM area"));
        assertThat(here.held.acknowledge(key, "street", null, elsewhere)).isEqualTo(new Reply.Unknown());
        TOWN.clock().pass(Duration.ofMinutes(5));
        here.held.look();
        assertThat(here.gateway.taken).isEmpty();

        here.store(press, delivery);
        long alert = TOWN.alertOf(press);
        assertThat(TOWN.state(alert)).isEqualTo("acknowledged");
        assertThat(TOWN.file(alert)).containsExactly("raised", "told_without_database", "acknowledged");
        assertThat(TOWN.number(
                        "SELECT extract(epoch FROM acknowledged_at - received_at)::bigint FROM alert WHERE id = ?",
                        alert))
                .isEqualTo(Memory.PATIENCE.toSeconds());
        assertThat(here.held.acknowledge(key, "wang", here.wang.workerId(), null))
                .isEqualTo(new Reply.Stored(alert));
    }

    @Test
    void pressesOfOnePersonAreOneCall() {
        Press first = TOWN.press("b1");
        Press second = TOWN.press("b2");
        Arrived one = here.waits(first);
        Arrived two = here.waits(second);
        TOWN.clock().pass(Memory.PATIENCE);
        here.held.look();
        assertThat(here.page.getLast().pressCount()).isEqualTo(2);
        assertThat(here.page)
                .extracting(HeldView::key)
                .containsOnly(here.page.getFirst().key());
        TOWN.write(TOWN.node(() -> {}, here.held), first, second);
        here.held.settled(one, first.message());
        here.held.settled(two, second.message());
        here.held.look();
        long alert = TOWN.alertOf(first);
        assertThat(TOWN.alertOf(second)).isEqualTo(alert);
        assertThat(TOWN.told(alert)).containsExactly("0 wang");
        assertThat(here.journal).isEmptyFile();
    }

    @Test
    void aWearerWhoMovedIsKnownAtTheNextReading() {
        TOWN.jdbi().useHandle(h -> h.execute("""
                UPDATE wearer SET address = 'new
                street', revision = nextval('registry_revision') WHERE code = 'zhang'
                """));
        TOWN.memory().roster().refresh();
        here.waitTooLong(TOWN.press("b1"));
        assertThat(here.page.getLast().address()).startsWith("new ").doesNotContain("\n");
        assertThat(here.li.workerId()).isNotNull();
    }
}
