package io.kanhu.alerting.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.alerting.Town;
import io.kanhu.alerting.care.CalmBook;
import io.kanhu.alerting.care.CalmDesk;
import io.kanhu.alerting.care.CalmDesk.Whose;
import io.kanhu.alerting.care.ZoneDesk;
import io.kanhu.alerting.care.ZoneDesk.Draft;
import io.kanhu.alerting.episode.AnswerTimes;
import io.kanhu.alerting.episode.Episodes;
import io.kanhu.alerting.episode.Moves;
import io.kanhu.alerting.episode.Outcome;
import io.kanhu.ingest.state.WearerStates;
import io.kanhu.ingest.store.TelemetryStore;
import io.kanhu.protocol.BandMessage;
import io.kanhu.protocol.Fix;
import io.kanhu.protocol.FixSource;
import io.kanhu.protocol.Report;
import io.kanhu.protocol.StatusReport;
import io.kanhu.protocol.Telemetry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules that follow what the office has set for somebody. */
class CareRulesIT {
    private static final Town town = new Town();
    private static final double METRE = 1 / 111_320.0;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Books books = Books.of(town.jdbi(), town.clock(), ZoneOffset.UTC);
    private final ZoneDesk desk = new ZoneDesk(town.jdbi(), town.clock());
    private final CalmBook calm = new CalmBook(town.jdbi(), town.clock(), ZoneOffset.UTC);
    private final Episodes episodes = new Episodes(town.climber(), town.clock(), metrics, calm);
    private final WearerStates states = town.states();
    private final TelemetryStore store =
            town.telemetry(states, new Rules(books, ZoneOffset.UTC, episodes, town.clock(), () -> {}, metrics));

    @AfterAll
    static void close() {
        town.close();
    }

    @BeforeEach
    void someLiveHere() {
        town.clear();
        calm.refresh();
        town.grid("east");
        town.onDuty("wang", "east");
        town.wearer("li", "east", "b1");
    }

    @Test
    void whoeverLeavesTheirZoneWantsAttentionUntilTheyAreBackAndIsKnownToBeOutOnceSeenTo() {
        desk.set(li(), home("attention"), "office");
        books.refresh();
        walk(100, 400);
        assertThat(alerts()).isEmpty();
        walk(400);
        assertThat(alerts()).containsExactly("left_safe_zone attention raised");
        walk(400, 100);
        clearing().clear();
        assertThat(alerts()).containsExactly("left_safe_zone attention raised");
        walk(100);
        clearing().clear();
        assertThat(alerts()).containsExactly("left_safe_zone attention closed");

        walk(400, 400);
        long alert = town.number("SELECT max(id) FROM alert");
        Moves moves = new Moves(town.jdbi(), town.clock(), () -> {}, new AnswerTimes(metrics));
        moves.acknowledge(alert, Town.SUPERVISOR);
        moves.resolve(alert, Town.SUPERVISOR, Outcome.NON_URGENT, "with her daughter");
        for (int i = 0; i < 60; i++) {
            walk(400);
        }
        assertThat(alerts()).as("out since somebody has seen to it").hasSize(2);
        walk(100, 400, 400);
        assertThat(alerts()).hasSize(3);
    }

    @Test
    void leavingAZoneThatPagesIsAnEmergencyAndEndingTheZoneSaysThatItIsOver() {
        desk.set(li(), home("attention"), "office");
        long zone = desk.set(li(), home("emergency"), "boss").orElseThrow().id();
        books.refresh();
        walk(100, 400, 400);
        assertThat(alerts()).containsExactly("left_safe_zone emergency dispatched");
        assertThat(desk.end(zone, "boss")).isTrue();
        assertThat(desk.end(zone, "boss")).isFalse();
        books.refresh();
        clearing().clear();
        assertThat(town.file(town.number("SELECT id FROM alert"))).containsExactly("raised", "dispatched", "cleared");
        assertThat(town.texts("SELECT concat_ws(' ', severity, set_by, ended_by) FROM safe_zone ORDER BY id"))
                .containsExactly("attention office boss", "emergency boss boss");
    }

    @Test
    void lateFixesAndThoseOfABandThatIsNotWornRaiseNothing() throws SQLException {
        desk.set(li(), home("emergency"), "office");
        books.refresh();
        Instant now = town.clock().instant();
        store.write(List.of(town.said(
                "b1",
                now.plus(Duration.ofHours(1)),
                new Telemetry(List.of(fix(now, 400, null), fix(now.plusSeconds(60), 400, null))))));
        town.clock().pass(Duration.ofHours(2));
        now = town.clock().instant();
        say(new Telemetry(List.of(fix(now.minusSeconds(60), 400, false), fix(now, 400, false))));
        assertThat(alerts()).isEmpty();
    }

    @Test
    void aZoneFromAChineseMapLiesWhereTheMapShowsIt() {
        // 35, 111 is 35.0002.., 111.0054.. there: some 500 m away.
        desk.set(li(), new Draft("home", 34.9993, 111.0056, "gcj02", 200, "attention"), "office");
        books.refresh();
        walk(0, 0, 0);
        assertThat(alerts()).isEmpty();
        desk.set(li(), new Draft("home", 34.9993, 111.0056, "wgs84", 200, "attention"), "office");
        books.refresh();
        walk(0, 0, 0);
        assertThat(alerts()).hasSize(1);
    }

    @Test
    void whoeverWearsTheBandAndTakesNoStepForFiveHoursOfTheDayWantsAttentionUntilTheyDo() {
        Stillness stillness = stillness();
        town.clock().set(Town.MORNING.plus(Duration.ofHours(5)));
        sit(Duration.ofMinutes(10), 700);
        sit(Duration.ofMinutes(290), 700);
        stillness.look();
        // Eleven o'clock: three hours of the day.
        assertThat(alerts()).isEmpty();
        sit(Duration.ofHours(2), 700);
        stillness.look();
        stillness.look();
        assertThat(alerts()).containsExactly("immobile attention raised");
        sit(Duration.ofMinutes(20), 701);
        clearing().clear();
        assertThat(alerts()).containsExactly("immobile attention closed");
    }

    @Test
    void whoeverIsDrivenSomewhereOrWhoseBandLiesOnTheTableOrWhoIsLessThanTheirHoursStillIsLeftAlone() {
        Stillness stillness = stillness();
        town.clock().set(Town.MORNING.plus(Duration.ofHours(7)));
        sit(Duration.ofHours(3), 700);
        for (int i = 0; i < 12; i++) {
            say(new Telemetry(List.of(fix(town.clock().instant(), i < 6 ? 0 : 5000, null))));
            sit(Duration.ofMinutes(15), 700);
        }
        stillness.look();
        assertThat(alerts()).as("driven").isEmpty();

        town.clock().set(Town.MORNING.plus(Duration.ofHours(31)));
        sit(Duration.ofHours(3), 700);
        say(new StatusReport(town.clock().instant(), null, null, null, false, null, null));
        sit(Duration.ofHours(1), 700);
        say(new StatusReport(town.clock().instant(), null, null, null, true, null, null));
        sit(Duration.ofHours(2), 700);
        stillness.look();
        assertThat(alerts()).as("taken off in between").isEmpty();

        town.jdbi()
                .useHandle(h -> h.execute(
                        "INSERT INTO rule_setting (wearer_id, immobile_hours, day_ends) VALUES (?, 2, 14)", li()));
        books.refresh();
        stillness.look();
        assertThat(alerts()).as("the day has ended for her").isEmpty();
        town.jdbi().useHandle(h -> h.execute("UPDATE rule_setting SET day_ends = 20"));
        books.refresh();
        stillness.look();
        assertThat(alerts()).containsExactly("immobile attention raised");
        town.jdbi().useHandle(h -> h.execute("DELETE FROM rule_setting"));
        books.refresh();
    }

    @Test
    void quietHoursHoldBackWhatIsNoEmergencyUntilTheyEndAndNothingElse() {
        CalmDesk office = new CalmDesk(town.jdbi(), town.clock());
        office.setQuiet(new Whose(null, "area"), LocalTime.of(0, 30), LocalTime.of(6, 0), "office");
        calm.refresh();
        battery(5);
        fell();
        assertThat(alerts()).containsExactly("fall emergency dispatched");
        town.clock().pass(Duration.ofHours(4));
        clearing().clear();
        assertThat(alerts()).hasSize(1);
        town.clock().pass(Duration.ofHours(1));
        clearing().clear();
        assertThat(alerts()).containsExactly("fall emergency dispatched", "battery_low device raised");
        assertThat(
                        town.texts(
                                "SELECT detail->>'heldUntil' FROM alert_event WHERE kind = 'raised' AND detail->>'heldUntil' IS NOT NULL"))
                .singleElement()
                .asString()
                .startsWith("2026-03-21 06:00:00");

        // Her own hours come before the area's, and whoever ends them is kept.
        office.setQuiet(new Whose(li(), null), LocalTime.of(12, 0), LocalTime.of(13, 0), "boss");
        town.clock().set(Town.MORNING.plus(Duration.ofDays(1)));
        calm.refresh();
        assertThat(calm.quietUntil(li(), east(), town.clock().instant())).isEmpty();
        assertThat(calm.quietUntil(-1, east(), town.clock().instant())).contains(Instant.parse("2026-03-22T06:00:00Z"));
        assertThat(office.setQuiet(new Whose(-1L, null), LocalTime.NOON, LocalTime.MIN, "boss"))
                .isEmpty();
        office.quiet()
                .forEach(
                        hours -> assertThat(office.endQuiet(hours.id(), "boss")).isTrue());
        assertThat(town.texts("SELECT set_by || ' ' || ended_by FROM quiet_hours ORDER BY id"))
                .containsExactly("office boss", "boss boss");
    }

    @Test
    void whatWasHeldBackAndIsOverByTheMorningIsClosedBeforeAnybodySeesIt() {
        CalmDesk office = new CalmDesk(town.jdbi(), town.clock());
        long quiet = office.setQuiet(new Whose(li(), null), LocalTime.of(22, 0), LocalTime.of(6, 0), "office")
                .orElseThrow()
                .id();
        calm.refresh();
        town.clock().set(Instant.parse("2026-03-21T23:00:00Z"));
        battery(5);
        town.clock().pass(Duration.ofHours(1));
        battery(90);
        assertThat(office.endQuiet(quiet, "office")).isTrue();
        calm.refresh();
        town.clock().pass(Duration.ofMinutes(1));
        clearing().clear();
        assertThat(alerts()).containsExactly("battery_low device closed");
    }

    @Test
    void bandsThatAreServicedRaiseNothingAboutThemselves() {
        CalmDesk office = new CalmDesk(town.jdbi(), town.clock());
        Instant now = town.clock().instant();
        office.setService(new Whose(null, "area"), now, now.plus(Duration.ofHours(2)), "new straps", "office");
        calm.refresh();
        battery(5);
        assertThat(alerts()).isEmpty();
        fell();
        assertThat(alerts()).containsExactly("fall emergency dispatched");
        town.clock().pass(Duration.ofHours(2));
        battery(5);
        assertThat(alerts()).containsExactly("fall emergency dispatched", "battery_low device raised");
    }

    private void battery(int percent) {
        say(new StatusReport(town.clock().instant(), null, percent, null, null, null, null));
    }

    private void fell() {
        Instant now = town.clock().instant();
        say(new Telemetry(List.of(new Report(now, null, null, null, null, null, null, null, null, null, true))));
    }

    private static long east() {
        return town.number("SELECT id FROM grid WHERE code = 'east'");
    }

    /** Reports with a pulse and the same count of steps, every ten minutes; the table of states keeps up. */
    private void sit(Duration time, int steps) {
        Instant until = town.clock().instant().plus(time);
        while (town.clock().instant().isBefore(until)) {
            Instant now = town.clock().instant();
            say(new Telemetry(List.of(new Report(now, 70, null, null, null, steps, null, null, null, null))));
            town.clock().pass(Duration.ofMinutes(10));
        }
        // Whoever closes it writes what waits.
        states.close();
    }

    private Stillness stillness() {
        return new Stillness(town.jdbi(), town.clock(), books.limits(), ZoneOffset.UTC, episodes, () -> {});
    }

    /** Fixes a minute apart, so many metres north of home. */
    private void walk(double... metres) {
        for (double north : metres) {
            town.clock().pass(Duration.ofMinutes(1));
            say(new Telemetry(List.of(fix(town.clock().instant(), north, null))));
        }
    }

    private static Report fix(Instant at, double north, @Nullable Boolean worn) {
        Fix fix = new Fix(35 + north * METRE, 111, 20.0, FixSource.GNSS);
        return new Report(at, null, null, null, null, null, fix, null, worn, null);
    }

    private void say(BandMessage message) {
        try {
            store.write(List.of(town.said("b1", town.clock().instant(), message)));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Draft home(String severity) {
        return new Draft("home", 35, 111, "wgs84", 300, severity);
    }

    private static long li() {
        return town.number("SELECT id FROM wearer WHERE code = 'li'");
    }

    private Clearing clearing() {
        return new Clearing(town.jdbi(), town.clock(), books, ZoneOffset.UTC, episodes, () -> {});
    }

    private static List<String> alerts() {
        return town.texts("SELECT concat_ws(' ', kind, severity, state) FROM alert ORDER BY id");
    }
}
