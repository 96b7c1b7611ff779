package io.kanhu.alerting.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.alerting.Arrived;
import io.kanhu.alerting.Press;
import io.kanhu.alerting.Town;
import io.kanhu.alerting.care.CalmBook;
import io.kanhu.alerting.episode.Episodes;
import io.kanhu.alerting.episode.Finding;
import io.kanhu.alerting.episode.Kind;
import io.kanhu.alerting.episode.Severity;
import io.kanhu.alerting.episode.Subject;
import io.kanhu.database.SmallDisk;
import io.kanhu.ingest.Delivery;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is done without the database comes through a kill, a transaction that fails, a full disk, and people who are gone. */
class KeptCallsIT {
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
    void aServerThatWasKilledBringsTheCallToTheDatabaseOnceWithAllThatWasDone() throws IOException {
        Press press = TOWN.press("b1");
        here.waitTooLong(press);
        TOWN.clock().pass(Town.SECOND_RUNG);
        here.held.look();
        // As a kill leaves it: nobody has closed anything, and the last line is torn.
        Path left = Files.copy(here.journal, Memory.file());
        Files.writeString(left, "0000", StandardOpenOption.APPEND);

        HeldCalls again = here.open(left);
        List<Delivery> offered = Without.replayed(again);
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
                .containsExactly(here.gateway.taken.getFirst().key().toString());
        assertThat(left).isEmptyFile();
        assertThat(Without.replayed(here.open(left))).isEmpty();
    }

    @Test
    void whoHadSeenItBeforeAKillHasSeenItAfterIt() throws IOException {
        Press press = TOWN.press("b1");
        here.waitTooLong(press);
        here.held.receipt(here.page.getFirst().key(), Objects.requireNonNull(here.wang.workerId()));
        here.held.look();

        HeldCalls again = here.open(Files.copy(here.journal, Memory.file()));
        TOWN.write(TOWN.node(() -> {}, again), press);
        assertThat(TOWN.texts("SELECT state FROM notification WHERE alert_id = ?", TOWN.alertOf(press)))
                .containsExactly("received");
    }

    @Test
    void aTransactionThatFailsTakesNothingWithIt() {
        Press press = TOWN.press("b1");
        Arrived delivery = here.waitTooLong(press);
        assertThat(here.held.claim("b1", press.message(), 4711)).isPresent();
        assertThat(here.held.acknowledge(here.page.getFirst().key(), "wang", here.wang.workerId(), null))
                .isEqualTo(new Reply.Passing());
        TOWN.clock().pass(Town.SECOND_RUNG);
        here.held.look();
        assertThat(here.gateway.taken).hasSize(1);
        here.store(press, delivery);
        assertThat(TOWN.file(TOWN.alertOf(press)))
                .containsExactly("raised", "told_without_database", "told_without_database");
    }

    @Test
    void whoIsGoneFromTheRegistryByThenKeepsNoPressFromBeingStored() {
        Press press = TOWN.press("b1");
        Arrived delivery = here.waitTooLong(press);
        TOWN.jdbi().useTransaction(h -> {
            h.execute("DELETE FROM roster_shift");
            h.execute("DELETE FROM app_user");
            h.execute("DELETE FROM worker");
        });
        here.store(press, delivery);
        long alert = TOWN.alertOf(press);
        assertThat(TOWN.state(alert)).isEqualTo("raised");
        assertThat(TOWN.column(alert, "without_database")).isEqualTo("true");
    }

    @Test
    void aFullDiskKeepsNobodyFromBeingCalled() throws IOException {
        try (SmallDisk disk = SmallDisk.ofMebibytes(1)) {
            Path file = disk.directory().resolve("held-calls.journal");
            here.held = here.open(file);
            disk.fill();
            Press press = TOWN.press("b1");
            Arrived delivery = here.waitTooLong(press);
            assertThat(here.page.getLast().rings()).isTrue();
            here.store(press, delivery);
            assertThat(TOWN.file(TOWN.alertOf(press))).containsExactly("raised", "told_without_database");
        }
    }

    @Test
    void aFallFromBeforeBecomesTheCallThatWasHeldAndSaysWhatWasDone() {
        CalmBook calm = new CalmBook(TOWN.jdbi(), TOWN.clock(), ZoneOffset.UTC);
        Episodes episodes = new Episodes(TOWN.climber(), TOWN.clock(), new SimpleMeterRegistry(), calm);
        Finding fell = new Finding(Kind.FALL, Severity.EMERGENCY, TOWN.clock().instant(), "{}");
        long zhang = TOWN.number("SELECT id FROM wearer WHERE code = 'zhang'");
        long east = TOWN.number("SELECT id FROM grid WHERE code = 'east'");
        TOWN.jdbi()
                .useTransaction(h -> episodes.raise(
                        h, new Subject("b1", zhang, east), fell, TOWN.clock().instant()));
        Press press = TOWN.press("b1");
        Arrived delivery = here.waitTooLong(press);
        assertThat(here.held.acknowledge(here.page.getFirst().key(), "wang", here.wang.workerId(), null))
                .isInstanceOf(Reply.Kept.class);
        here.store(press, delivery);
        long call = TOWN.alertOf(press);
        assertThat(TOWN.column(call, "kind")).isEqualTo("sos");
        assertThat(TOWN.column(call, "fell_at")).isNotNull();
        assertThat(TOWN.state(call)).isEqualTo("acknowledged");
        assertThat(TOWN.file(call)).contains("pressed_after_fall", "told_without_database", "acknowledged");
        assertThat(TOWN.column(call, "without_database")).isEqualTo("true");
    }
}
