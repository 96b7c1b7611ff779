package io.kanhu.alerting.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.alerting.Arrived;
import io.kanhu.alerting.Press;
import io.kanhu.alerting.Town;
import io.kanhu.alerting.channel.Channel;
import io.kanhu.alerting.channel.Message;
import io.kanhu.alerting.channel.Message.Recipient;
import io.kanhu.alerting.episode.Actor;
import io.kanhu.alerting.ladder.Means;
import io.kanhu.alerting.outage.HeldCalls.Reply;
import io.kanhu.database.SmallDisk;
import io.kanhu.ingest.Delivery;
import io.kanhu.ingest.Inlet;
import io.kanhu.protocol.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Presses wait as if the database were away, and are stored as if it were back. */
class HeldCallsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Town TOWN = new Town();

    private final Path journal = Town.file();
    private final Gateway gateway = new Gateway();
    private final List<HeldView> page = new CopyOnWriteArrayList<>();
    private Actor wang;
    private Actor li;
    private HeldCalls held;

    /** Takes every message. */
    private static final class Gateway implements Channel {
        private final List<Message> taken = new CopyOnWriteArrayList<>();

        @Override
        public CompletionStage<Answer> send(Message message) {
            taken.add(message);
            return CompletableFuture.completedFuture(
                    new Answer.Accepted("r-" + message.by().code()));
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(10);
        }
    }

    @BeforeEach
    void town() {
        TOWN.clear();
        TOWN.grid("east");
        wang = TOWN.onDuty("wang", "east");
        li = TOWN.backup("li", "east");
        TOWN.wearer("zhang", "east", "b1", "b2");
        TOWN.roster().refresh();
        held = open(journal);
    }

    @AfterAll
    static void end() {
        TOWN.close();
    }

    @Test
    void aPressThatIsStoredInTimeIsNoBusinessOfMemory() {
        Press press = TOWN.press("b1");
        Arrived delivery = TOWN.waits(held, press);
        TOWN.clock().pass(PATIENCE.minusMillis(1));
        held.look();
        TOWN.write(TOWN.node(() -> {}, held), press);
        held.settled(delivery, press.message());
        TOWN.clock().pass(PATIENCE);
        held.look();
        assertThat(page).isEmpty();
        assertThat(TOWN.file(TOWN.alertOf(press))).containsExactly("raised", "dispatched");
        assertThat(journal).isEmptyFile();
    }

    @Test
    void whileOthersAreStoredAPressOnlyWaitsForItsTurn() {
        TOWN.waits(held, TOWN.press("b1"));
        Press other = TOWN.press("b2");
        Arrived delivery = TOWN.waits(held, other);
        TOWN.clock().pass(PATIENCE);
        held.settled(delivery, other.message());
        held.look();
        assertThat(page).isEmpty();
    }

    @Test
    void whoeverIsOnDutyIsToldWithNameAndAddressAndTheCaseSaysSoAfterwards() {
        Press press = TOWN.press("b1");
        Arrived delivery = waitTooLong(press);
        assertThat(page).singleElement().satisfies(call -> {
            assertThat(call.wearer()).isEqualTo("zhang");
            assertThat(call.address()).isEqualTo("zhang's address");
            assertThat(call.rings()).isTrue();
        });
        assertThat(journal).isNotEmptyFile();

        store(press, delivery);
        long alert = TOWN.alertOf(press);
        assertThat(TOWN.state(alert)).isEqualTo("dispatched");
        assertThat(TOWN.column(alert, "without_database")).isEqualTo("true");
        assertThat(TOWN.file(alert)).containsExactly("raised", "told_without_database");
        assertThat(TOWN.texts("SELECT detail->>'name' FROM alert_event WHERE alert_id = ? ORDER BY id DESC", alert))
                .startsWith("wang");
        assertThat(TOWN.told(alert)).containsExactly("0 wang");
        assertThat(page.getLast().over()).isTrue();
        assertThat(page.getLast().alertId()).isEqualTo(alert);
        assertThat(journal).isEmptyFile();
        // The next step is the database's, when it would have been due.
        assertThat(TOWN.number(
                        "SELECT extract(epoch FROM next_action_at - dispatched_at)::bigint FROM alert WHERE id = ?",
                        alert))
                .isEqualTo(30);
    }

    @Test
    void theLadderIsClimbedFromMemoryAndNobodyIsCalledTwiceForAStep() {
        Press press = TOWN.press("b1");
        Arrived delivery = waitTooLong(press);
        assertThat(gateway.taken).isEmpty();
        TOWN.clock().pass(Town.SECOND_RUNG);
        held.look();
        assertThat(gateway.taken).extracting(message -> message.to().phone()).containsExactly("wang's phone");
        TOWN.clock().pass(Town.SECOND_RUNG);
        held.look();
        store(press, delivery);
        long alert = TOWN.alertOf(press);
        assertThat(TOWN.texts("""
                        SELECT n.step || ' ' || w.name || ' ' || n.channel || ' ' || n.state FROM notification n
                          JOIN worker w ON w.id = n.worker_id WHERE n.alert_id = ? ORDER BY n.step, 1
                        """, alert)).containsExactly("0 wang app pending", "1 wang sms sent", "2 li app pending");
        assertThat(TOWN.texts(
                        "SELECT idempotency_key::text FROM notification WHERE alert_id = ? AND channel = 'sms'", alert))
                .containsExactly(gateway.taken.getFirst().key().toString());
        assertThat(TOWN.number("SELECT rung FROM alert WHERE id = ?", alert)).isEqualTo(3);
    }

    @Test
    void peopleAreCalledByWhateverIsKnownToReachThem() {
        TOWN.jdbi().useTransaction(h -> {
            h.execute("UPDATE worker SET wecom_user = 'wang.wu', ntfy_topic = 'wang-topic' WHERE name = 'wang'");
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
        TOWN.roster().refresh();
        Set<Means> others = EnumSet.complementOf(EnumSet.of(Means.APP));
        held = TOWN.held(
                Town.file(),
                EnumSet.allOf(Means.class),
                others.stream().collect(Collectors.toMap(by -> by, by -> gateway)));
        Press press = TOWN.press("b1");
        Arrived delivery = waitTooLong(press);
        assertThat(gateway.taken).extracting(Message::by).containsExactlyInAnyOrderElementsOf(others);
        assertThat(gateway.taken).allSatisfy(message -> {
            assertThat(message.to()).isEqualTo(new Recipient(wang.workerId(), "wang's phone", "wang.wu", "wang-topic"));
            assertThat(message.words().text()).contains("zhang", "zhang's address");
            assertThat(message.isWithoutCase()).isTrue();
        });
        store(press, delivery);
        assertThat(TOWN.texts(
                        "SELECT receipt FROM notification WHERE alert_id = ? AND state = 'sent' ORDER BY channel",
                        TOWN.alertOf(press)))
                .containsExactlyElementsOf(
                        others.stream().map(by -> "r-" + by.code()).sorted().toList());
    }

    @Test
    void whoeverHasSeenItIsSentNoTextMessage() {
        Press press = TOWN.press("b1");
        Arrived delivery = waitTooLong(press);
        held.receipt(page.getFirst().key(), Objects.requireNonNull(wang.workerId()));
        TOWN.clock().pass(Town.SECOND_RUNG);
        held.look();
        assertThat(gateway.taken).isEmpty();
        store(press, delivery);
        assertThat(TOWN.texts("SELECT state FROM notification WHERE alert_id = ?", TOWN.alertOf(press)))
                .containsExactly("received");
    }

    @Test
    void anAnswerIsKeptWithItsTimeAndEndsTheClimb() {
        Press press = TOWN.press("b1");
        Arrived delivery = waitTooLong(press);
        var key = page.getFirst().key();
        assertThat(held.acknowledge(key, "wang", wang.workerId(), false)).isInstanceOf(Reply.Kept.class);
        assertThat(page.getLast().mine()).isTrue();
        assertThat(page.getLast().rings()).isFalse();
        assertThat(held.acknowledge(key, "wang", wang.workerId(), false)).isInstanceOf(Reply.Kept.class);
        assertThat(held.acknowledge(key, "boss", null, true)).isEqualTo(new Reply.Taken("wang"));
        assertThat(held.acknowledge(key, "stranger", 999_999L, false)).isEqualTo(new Reply.Unknown());
        TOWN.clock().pass(Duration.ofMinutes(5));
        held.look();
        assertThat(gateway.taken).isEmpty();

        store(press, delivery);
        long alert = TOWN.alertOf(press);
        assertThat(TOWN.state(alert)).isEqualTo("acknowledged");
        assertThat(TOWN.file(alert)).containsExactly("raised", "told_without_database", "acknowledged");
        assertThat(TOWN.number(
                        "SELECT extract(epoch FROM acknowledged_at - received_at)::bigint FROM alert WHERE id = ?",
                        alert))
                .isEqualTo(PATIENCE.toSeconds());
        assertThat(held.acknowledge(key, "wang", wang.workerId(), false)).isEqualTo(new Reply.Stored(alert));
    }

    @Test
    void aServerThatWasKilledBringsTheCallToTheDatabaseOnceWithAllThatWasDone() throws IOException {
        Press press = TOWN.press("b1");
        waitTooLong(press);
        TOWN.clock().pass(Town.SECOND_RUNG);
        held.look();
        // As a kill leaves it: nobody has closed anything, and the last line is torn.
        Path left = Files.copy(journal, Town.file());
        Files.writeString(left, "0000", StandardOpenOption.APPEND);

        HeldCalls again = open(left);
        List<Delivery> offered = replayed(again);
        assertThat(offered).hasSize(1);
        Delivery delivery = offered.getFirst();
        // The band sends it again, too.
        again.arrived(delivery, null, null, press.message());
        TOWN.write(TOWN.node(() -> {}, again), press);
        TOWN.write(TOWN.node(() -> {}, again), press);
        again.settled(delivery, press.message());
        again.settled(delivery, press.message());
        again.look();
        long alert = TOWN.alertOf(press);
        assertThat(TOWN.file(alert)).containsExactly("raised", "told_without_database", "told_without_database");
        assertThat(TOWN.number("SELECT press_count FROM alert WHERE id = ?", alert))
                .isEqualTo(1);
        assertThat(TOWN.texts(
                        "SELECT idempotency_key::text FROM notification WHERE alert_id = ? AND channel = 'sms'", alert))
                .containsExactly(gateway.taken.getFirst().key().toString());
        assertThat(left).isEmptyFile();
        assertThat(replayed(open(left))).isEmpty();
    }

    @Test
    void pressesOfOnePersonAreOneCall() {
        Press first = TOWN.press("b1");
        Press second = TOWN.press("b2");
        Arrived one = TOWN.waits(held, first);
        Arrived two = TOWN.waits(held, second);
        TOWN.clock().pass(PATIENCE);
        held.look();
        assertThat(page.getLast().pressCount()).isEqualTo(2);
        assertThat(page).extracting(HeldView::key).containsOnly(page.getFirst().key());
        TOWN.write(TOWN.node(() -> {}, held), first, second);
        held.settled(one, first.message());
        held.settled(two, second.message());
        held.look();
        long alert = TOWN.alertOf(first);
        assertThat(TOWN.alertOf(second)).isEqualTo(alert);
        assertThat(TOWN.told(alert)).containsExactly("0 wang");
        assertThat(journal).isEmptyFile();
    }

    @Test
    void aTransactionThatFailsTakesNothingWithIt() {
        Press press = TOWN.press("b1");
        Arrived delivery = waitTooLong(press);
        assertThat(held.claim("b1", press.message(), 4711)).isPresent();
        assertThat(held.acknowledge(page.getFirst().key(), "wang", wang.workerId(), false))
                .isEqualTo(new Reply.Passing());
        TOWN.clock().pass(Town.SECOND_RUNG);
        held.look();
        assertThat(gateway.taken).hasSize(1);
        store(press, delivery);
        assertThat(TOWN.file(TOWN.alertOf(press)))
                .containsExactly("raised", "told_without_database", "told_without_database");
    }

    @Test
    void whoIsGoneFromTheRegistryByThenKeepsNoPressFromBeingStored() {
        Press press = TOWN.press("b1");
        Arrived delivery = waitTooLong(press);
        TOWN.jdbi().useTransaction(h -> {
            h.execute("DELETE FROM roster_shift");
            h.execute("DELETE FROM app_user");
            h.execute("DELETE FROM worker");
        });
        store(press, delivery);
        long alert = TOWN.alertOf(press);
        assertThat(TOWN.state(alert)).isEqualTo("raised");
        assertThat(TOWN.column(alert, "without_database")).isEqualTo("true");
    }

    @Test
    void aFullDiskKeepsNobodyFromBeingCalled() throws IOException {
        try (SmallDisk disk = SmallDisk.ofMebibytes(1)) {
            Path file = disk.directory().resolve("held-calls.journal");
            held = open(file);
            disk.fill();
            Press press = TOWN.press("b1");
            Arrived delivery = waitTooLong(press);
            assertThat(page.getLast().rings()).isTrue();
            store(press, delivery);
            assertThat(TOWN.file(TOWN.alertOf(press))).containsExactly("raised", "told_without_database");
        }
    }

    @Test
    void aWearerWhoMovedIsKnownAtTheNextReading() {
        TOWN.jdbi().useHandle(h -> h.execute("""
                UPDATE wearer SET address = 'new
                street', revision = nextval('registry_revision') WHERE code = 'zhang'
                """));
        TOWN.roster().refresh();
        waitTooLong(TOWN.press("b1"));
        assertThat(page.getLast().address()).startsWith("new ").doesNotContain("\n");
        assertThat(li.workerId()).isNotNull();
    }

    private HeldCalls open(Path file) {
        HeldCalls opened = TOWN.held(file, Set.of(Means.APP, Means.SMS), Map.of(Means.SMS, gateway));
        opened.onlookers().add(opened, wang.workerId(), false, page::add);
        return opened;
    }

    private Arrived waitTooLong(Press press) {
        Arrived delivery = TOWN.waits(held, press);
        TOWN.clock().pass(PATIENCE);
        held.look();
        return delivery;
    }

    private void store(Press press, Delivery delivery) {
        TOWN.write(TOWN.node(() -> {}, held), press);
        held.settled(delivery, press.message());
        held.look();
    }

    private static List<Delivery> replayed(HeldCalls calls) {
        List<Delivery> offered = new ArrayList<>();
        calls.replay(new Inlet() {
            @Override
            public boolean offer(Delivery delivery) {
                return offered.add(delivery);
            }

            @Override
            public boolean reject(Delivery delivery, Refusal why) {
                return false;
            }
        });
        return offered;
    }
}
