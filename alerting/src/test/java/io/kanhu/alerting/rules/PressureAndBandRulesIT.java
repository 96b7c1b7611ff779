package io.kanhu.alerting.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.alerting.Log;
import io.kanhu.alerting.Town;
import io.kanhu.alerting.care.CalmBook;
import io.kanhu.alerting.channel.BandNotices;
import io.kanhu.alerting.episode.Episodes;
import io.kanhu.ingest.store.TelemetryStore;
import io.kanhu.protocol.BandMessage;
import io.kanhu.protocol.BloodPressure;
import io.kanhu.protocol.Report;
import io.kanhu.protocol.StatusReport;
import io.kanhu.protocol.Telemetry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PressureAndBandRulesIT {
    private static final Town town = new Town();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Books books = Books.of(town.jdbi(), town.clock(), ZoneOffset.UTC);
    private final CalmBook calm = new CalmBook(town.jdbi(), town.clock(), ZoneOffset.UTC);
    private final Episodes episodes = new Episodes(town.climber(), town.clock(), metrics, calm);
    private final TelemetryStore store =
            town.telemetry(new Rules(books, ZoneOffset.UTC, episodes, town.clock(), () -> {}, metrics));

    @AfterAll
    static void close() {
        town.close();
    }

    @BeforeEach
    void li() {
        town.jdbi()
                .useHandle(h -> List.of("rule_setting", "notification", "band_assignment", "band")
                        .forEach(table -> h.execute("DELETE FROM " + table)));
        town.clear();
        town.clock().set(Town.MORNING.plus(Duration.ofHours(9)));
        town.grid("east");
        town.onDuty("wang", "east");
        town.wearer("li", "east", "b1");
    }

    @Test
    void aSinglePressureSendsNobodyButAsksTheBandToMeasureAgain() {
        pressure(195, 100);
        assertThat(alerts()).isEmpty();
        List<String> sent = new CopyOnWriteArrayList<>();
        try (BandNotices notices = new BandNotices(
                town.jdbi(),
                (band, payload) -> {
                    sent.add(band + " " + new String(payload, StandardCharsets.UTF_8).replaceFirst("-\\d+", ""));
                    return CompletableFuture.completedFuture(true);
                },
                town.clock())) {
            notices.start();
            Awaitility.await().until(() -> !sent.isEmpty());
        }
        assertThat(sent).containsExactly("b1 {\"id\":\"measure\",\"type\":\"measure\",\"what\":[\"bp\"]}");
    }

    @Test
    void aPressureThatIsConfirmedWithinAQuarterOfAnHourWantsAttention() {
        pressure(195, 100);
        town.clock().pass(Duration.ofMinutes(2));
        pressure(188, 96);
        assertThat(alerts()).containsExactly("blood_pressure_crisis attention raised");
        assertThat(asked()).isEqualTo(1);
        town.clock().pass(Duration.ofMinutes(2));
        pressure(150, 90);
        clearing().clear();
        assertThat(alerts()).containsExactly("blood_pressure_crisis attention raised");
        town.clock().pass(Duration.ofMinutes(2));
        pressure(150, 90);
        clearing().clear();
        assertThat(alerts()).containsExactly("blood_pressure_crisis attention closed");
    }

    @Test
    void aPressureThatScoresThreeTwiceIsAnEmergency() {
        pressure(225, 110);
        town.clock().pass(Duration.ofMinutes(2));
        pressure(221, 112);
        assertThat(alerts()).containsExactly("blood_pressure_crisis emergency dispatched");
    }

    @Test
    void aPressureThatIsNotConfirmedInTimeOrOnTheOtherSideIsNothing() {
        pressure(195, 100);
        town.clock().pass(Duration.ofMinutes(5));
        pressure(85, 50);
        town.clock().pass(Duration.ofMinutes(11));
        pressure(195, 100);
        assertThat(alerts()).isEmpty();
        assertThat(asked()).isEqualTo(3);
    }

    @Test
    void aFallIsAnEmergencyAtOnceAndOnceHoweverOftenItComes() {
        Instant now = town.clock().instant();
        Report fall = new Report(now, null, null, null, null, null, null, null, null, null, true);
        say(new Telemetry(List.of(fall)));
        town.clock().pass(Duration.ofHours(2));
        say(new Telemetry(List.of(fall)));
        assertThat(alerts()).containsExactly("fall emergency dispatched");
    }

    @Test
    void anEmptyBatteryIsATicketUntilItIsCharged() {
        status(10, null);
        assertThat(alerts()).containsExactly("battery_low device raised");
        town.clock().pass(Duration.ofMinutes(10));
        status(12, null);
        clearing().clear();
        assertThat(alerts()).containsExactly("battery_low device raised");
        town.clock().pass(Duration.ofMinutes(10));
        status(80, null);
        clearing().clear();
        assertThat(alerts()).containsExactly("battery_low device closed");
    }

    @Test
    void aBandThatLiesAboutForTwoHoursByDayWantsAttentionUntilItIsWorn() {
        for (int quarter = 0; quarter < 8; quarter++) {
            status(80, false);
            town.clock().pass(Duration.ofMinutes(15));
            assertThat(alerts()).isEmpty();
        }
        status(80, false);
        assertThat(alerts()).containsExactly("band_removed attention raised");
        town.clock().pass(Duration.ofMinutes(1));
        status(80, true);
        clearing().clear();
        assertThat(alerts()).containsExactly("band_removed attention closed");
    }

    @Test
    void aBandThatWasWornInBetweenBeginsAnew() {
        for (int quarter = 0; quarter < 12; quarter++) {
            status(80, quarter == 6);
            town.clock().pass(Duration.ofMinutes(15));
        }
        assertThat(alerts()).isEmpty();
    }

    @Test
    void oneSilentBandWantsAttentionAndManyAreNobodysFault() {
        enrol(20);
        Silence silence = new Silence(town.jdbi(), town.clock(), books.limits(), episodes, () -> {});
        IntStream.range(0, 20).forEach(i -> heard(i, i == 7 ? 26 : 1));
        silence.look();
        assertThat(alerts()).as("bands get time after a start").isEmpty();
        town.clock().pass(Silence.PATIENCE);
        silence.look();
        assertThat(alerts()).containsExactly("silent attention raised");
        heard(7, 0);
        town.clock().pass(Duration.ofMinutes(1));
        clearing().clear();
        assertThat(alerts()).containsExactly("silent attention closed");

        town.clock().pass(Duration.ofDays(2));
        try (Log log = new Log(Silence.class)) {
            silence.look();
            assertThat(log.warnings()).singleElement().asString().contains("silent=20 of=20");
        }
        assertThat(alerts()).hasSize(1);
    }

    @Test
    void theNearestSettingThatSaysSomethingWins() {
        long wearer = town.number("SELECT id FROM wearer");
        long grid = town.number("SELECT id FROM grid");
        town.jdbi().useHandle(h -> {
            h.execute("INSERT INTO rule_setting (pulse_high, battery_low) VALUES (115, 20)");
            h.execute("INSERT INTO rule_setting (area_id, pulse_high) SELECT id, 105 FROM area");
            h.execute("INSERT INTO rule_setting (wearer_id, pulse_low) VALUES (?, 45)", wearer);
        });
        books.refresh();
        assertThat(books.limits().of(-1, null).pulseHigh()).isEqualTo(115);
        assertThat(books.limits().of(-1, grid).pulseHigh()).isEqualTo(105);
        assertThat(books.limits().of(-1, grid).batteryLow()).isEqualTo(20);
        assertThat(books.limits().of(wearer, grid).pulseHigh()).isEqualTo(105);
        assertThat(books.limits().of(wearer, grid).pulseLow()).isEqualTo(45);
        assertThat(books.limits().of(-1, grid).pulseLow()).isEqualTo(50);
        assertThat(books.limits().widest().pulseHigh()).isEqualTo(105);
        assertThat(books.limits().widest().pulseLow()).isEqualTo(50);

        status(18, null);
        assertThat(alerts()).containsExactly("battery_low device raised");
    }

    private void enrol(int bands) {
        town.jdbi().useHandle(h -> {
            for (int i = 0; i < bands; i++) {
                h.execute("INSERT INTO wearer (code, name, grid_id) SELECT ?, ?, id FROM grid", "w" + i, "w" + i);
                h.execute("INSERT INTO band (id, secret_sha256) VALUES (?, ?)", "s" + i, new byte[32]);
                h.execute(
                        "INSERT INTO band_assignment (band, wearer_id, starts_at) SELECT ?, id, 'epoch' FROM wearer WHERE code = ?",
                        "s" + i,
                        "w" + i);
            }
        });
    }

    private void heard(int band, int hoursAgo) {
        Instant at = town.clock().instant().minus(Duration.ofHours(hoursAgo)).plusSeconds(1);
        town.jdbi()
                .useHandle(h -> h.createUpdate(
                                "INSERT INTO vital_sign (band, measured_at, received_at, heart_rate) VALUES (:band, :at, :at, 70)")
                        .bind("band", "s" + band)
                        .bind("at", at.atOffset(ZoneOffset.UTC))
                        .execute());
    }

    private void pressure(int systolic, int diastolic) {
        Instant now = town.clock().instant();
        say(new Telemetry(List.of(new Report(
                now, null, new BloodPressure(systolic, diastolic), null, null, null, null, null, null, null))));
    }

    private void status(int battery, @Nullable Boolean worn) {
        say(new StatusReport(town.clock().instant(), null, battery, null, worn, null, null));
    }

    private void say(BandMessage message) {
        try {
            store.write(List.of(town.said("b1", town.clock().instant(), message)));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Clearing clearing() {
        return new Clearing(town.jdbi(), town.clock(), books, ZoneOffset.UTC, episodes, () -> {});
    }

    private long asked() {
        return town.number("SELECT count(*) FROM notification WHERE alert_id IS NULL AND channel = 'band'");
    }

    private List<String> alerts() {
        return town.texts("SELECT concat_ws(' ', kind, severity, state) FROM alert ORDER BY id");
    }
}
