package io.kanhu.registry.settlement;

import static io.kanhu.registry.RegistryFiles.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kanhu.database.SettableClock;
import io.kanhu.database.TestDatabase;
import io.kanhu.database.upkeep.RollUp;
import io.kanhu.registry.RegistryFiles;
import io.kanhu.registry.Suspension.Reason;
import io.kanhu.registry.Suspensions;
import io.kanhu.registry.band.BandDesk;
import io.kanhu.registry.band.BandDesk.HandOut;
import io.kanhu.registry.band.Condition;
import io.kanhu.registry.csv.CsvImport;
import io.kanhu.registry.settlement.CutOff.Basis;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Days are the city's, UTC+8, and count with a band for more than 12 hours of them. b1 to b3 are known since 2026. */
class SettlementIT {
    private static final YearMonth FEBRUARY = YearMonth.of(2026, 2);

    private static final TestDatabase database = TestDatabase.fresh();

    private final SettableClock clock = new SettableClock("2025-12-31T16:00:00Z");
    private BandDesk desk;
    private Settlement settlement;

    @BeforeEach
    void open(@TempDir Path folder) {
        database.jdbi()
                .useHandle(handle -> List.of(
                                "settled_wearer",
                                "settled_month",
                                "wearer_suspension",
                                "band_assignment",
                                "band",
                                "contact",
                                "wearer")
                        .forEach(table -> handle.execute("DELETE FROM " + table)));
        RegistryFiles files = new RegistryFiles(folder).withTown();
        files.write(
                "bands.csv",
                "band,secret,wearer\nb1," + secret("b1") + ",\nb2," + secret("b2") + ",\nb3," + secret("b3") + ",\n");
        new CsvImport(database.jdbi(), clock).importDirectory(files.folder());
        desk = new BandDesk(database.jdbi(), clock);
        settlement = new Settlement(database.jdbi(), clock);
        settlement.setRule(new CutOff(Basis.ASSIGNED, BigDecimal.valueOf(12)));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void aDayCountsWithMoreThanTwelveHoursOfIt() {
        handOut("2026-02-10T11:59+08:00", "b1", "li", null);
        handOut("2026-02-10T12:00+08:00", "b2", "zhao", null);
        at("2026-03-05T00:00+08:00");
        assertThat(days("li", FEBRUARY)).isEqualTo(19);
        assertThat(days("zhao", FEBRUARY)).isEqualTo(18);
        assertThat(days("li", YearMonth.of(2026, 1))).isNull();
        assertThat(days("li", YearMonth.of(2026, 3))).isEqualTo(4);
    }

    @Test
    void monthsEndWithTheCitysDay() {
        handOut("2026-01-31T11:00+08:00", "b1", "li", null);
        takeBack("2026-02-28T23:30+08:00", "b1");
        at("2026-04-01T00:00+08:00");
        assertThat(days("li", YearMonth.of(2026, 1))).isEqualTo(1);
        assertThat(days("li", FEBRUARY)).isEqualTo(28);
        assertThat(days("li", YearMonth.of(2026, 3))).isNull();
        assertThat(days("li", YearMonth.of(2028, 2))).isNull();
    }

    @Test
    void aLeapFebruaryHas29Days() {
        handOut("2026-01-01T00:00+08:00", "b1", "li", null);
        at("2028-03-01T00:00+08:00");
        assertThat(days("li", YearMonth.of(2028, 2))).isEqualTo(29);
    }

    @Test
    void aSwapInTheMiddleOfADayCostsNoDayAndALentBandCountsOnce() {
        handOut("2026-02-01T00:00+08:00", "b1", "li", null);
        handOut("2026-02-14T12:00+08:00", "b2", "li", "b1");
        at("2026-02-16T12:00+08:00");
        desk.handOut(new HandOut("b3", wearer("li"), true, null), "operator");
        takeBack("2026-02-20T00:00+08:00", "b2");
        at("2026-03-01T00:00+08:00");
        assertThat(days("li", FEBRUARY)).isEqualTo(28);
        assertThat(row("li", FEBRUARY).bands()).isEqualTo("b1 b2 b3");
    }

    @Test
    void suspendedTimeIsDeductedAlsoOverTheEndOfTheMonthAndUntilFurtherNotice() {
        handOut("2026-02-01T00:00+08:00", "b1", "li", null);
        handOut("2026-02-01T00:00+08:00", "b2", "zhao", null);
        suspend("li", "2026-02-10T06:00+08:00", "2026-02-12T18:00+08:00");
        suspend("li", "2026-02-27T00:00+08:00", "2026-03-03T00:00+08:00");
        suspend("zhao", "2026-02-20T13:00+08:00", null);
        at("2026-04-01T00:00+08:00");
        // The 10th has 6 hours left, the 11th none, the 12th 6; the 27th and 28th none.
        assertThat(days("li", FEBRUARY)).isEqualTo(23);
        assertThat(row("li", FEBRUARY).awayDays()).isEqualTo(5);
        assertThat(days("li", YearMonth.of(2026, 3))).isEqualTo(29);
        // 13 hours of the 20th count.
        assertThat(days("zhao", FEBRUARY)).isEqualTo(20);
    }

    @Test
    void aBandThatAFileBroughtWithItsWearerCountsFromWhenItWasMadeKnown(@TempDir Path folder) {
        at("2026-02-11T00:00+08:00");
        RegistryFiles files = new RegistryFiles(folder);
        new CsvImport(database.jdbi(), clock)
                .importBands(files.write("bands.csv", "band,secret,wearer\nb4," + secret("b4") + ",zhao\n"));
        at("2026-03-01T00:00+08:00");
        assertThat(days("zhao", YearMonth.of(2026, 1))).isNull();
        assertThat(days("zhao", FEBRUARY)).isEqualTo(18);
    }

    @Test
    void byWhatWasHeardADayCountsWithOneReport() {
        handOut("2026-02-01T00:00+08:00", "b1", "li", null);
        suspend("li", "2026-02-09T00:00+08:00", "2026-02-10T00:00+08:00");
        heard("b1", "li", "2026-02-01T00:00:30+08:00");
        heard("b1", "li", "2026-02-01T22:00+08:00");
        heard("b1", "li", "2026-02-28T23:59+08:00");
        heard("b1", "li", "2026-02-09T10:00+08:00");
        heard("b1", "li", "2026-03-01T00:01+08:00");
        at("2026-03-02T00:00+08:00");
        RollUp.of(database.jdbi()).run();
        settlement.setRule(new CutOff(Basis.HEARD, BigDecimal.valueOf(12)));
        assertThat(days("li", FEBRUARY)).isEqualTo(2);
        settlement.setRule(new CutOff(Basis.ASSIGNED, BigDecimal.valueOf(0)));
        assertThat(days("li", FEBRUARY)).isEqualTo(27);
    }

    @Test
    void aClosedMonthStaysWhateverComesToLight() {
        handOut("2026-02-01T00:00+08:00", "b1", "li", null);
        at("2026-02-28T23:59+08:00");
        assertThatThrownBy(() -> settlement.close(FEBRUARY, "operator"))
                .isInstanceOf(SettlementRefused.class)
                .hasMessageContaining("2026-02 is not over; close it from 2026-02-28T16:00:00Z on");
        at("2026-03-02T09:00+08:00");
        Settled closed = settlement.close(FEBRUARY, "operator");
        assertThat(closed.by()).isEqualTo("operator");
        assertThat(closed.rule().basis()).isEqualTo(Basis.ASSIGNED);

        suspend("li", "2026-02-01T00:00+08:00", "2026-03-01T00:00+08:00");
        settlement.setRule(new CutOff(Basis.HEARD, BigDecimal.valueOf(12)));
        database.jdbi().useHandle(handle -> handle.execute("UPDATE wearer SET name = '别名', grid_id = NULL"));

        assertThat(row("li", FEBRUARY).days()).isEqualTo(28);
        assertThat(row("li", FEBRUARY).name()).isEqualTo("李桂英");
        assertThat(settlement.totals(FEBRUARY)).containsExactly(new AreaTotal("east", "春晖社区", 1, 28, 0));
        assertThatThrownBy(() -> settlement.close(FEBRUARY, "administrator"))
                .hasMessageContaining("was closed by operator");
        assertThat(settlement.now()).isEqualTo(YearMonth.of(2026, 3));
    }

    private void at(String time) {
        clock.set(OffsetDateTime.parse(time).toInstant());
    }

    private void handOut(String time, String band, String wearer, @Nullable String inPlaceOf) {
        at(time);
        desk.handOut(new HandOut(band, wearer(wearer), false, inPlaceOf), "operator");
    }

    private void takeBack(String time, String band) {
        at(time);
        desk.takeBack(band, null, Condition.FINE, "operator");
    }

    private void suspend(String wearer, String from, @Nullable String until) {
        Instant begins = OffsetDateTime.parse(from).toInstant();
        Instant ends = until == null ? null : OffsetDateTime.parse(until).toInstant();
        var unused = database.jdbi()
                .inTransaction(handle -> new Suspensions()
                        .put(handle, wearer(wearer), Reason.HOSPITAL, null, begins, ends, "operator", begins));
    }

    private void heard(String band, String wearer, String time) {
        database.jdbi()
                .useHandle(handle -> handle.createUpdate("""
                        INSERT INTO vital_sign (band, measured_at, wearer_id, received_at, heart_rate)
                        VALUES (:band, :at, :wearer, :at, 70)
                        """)
                        .bind("band", band)
                        .bind("at", OffsetDateTime.parse(time))
                        .bind("wearer", wearer(wearer))
                        .execute());
    }

    private @Nullable Integer days(String code, YearMonth month) {
        return settlement.of(month).stream()
                .filter(one -> one.code().equals(code))
                .map(ServedWearer::days)
                .findFirst()
                .orElse(null);
    }

    private ServedWearer row(String code, YearMonth month) {
        return settlement.of(month).stream()
                .filter(one -> one.code().equals(code))
                .findFirst()
                .orElseThrow();
    }

    private long wearer(String code) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT id FROM wearer WHERE code = :code")
                        .bind("code", code)
                        .mapTo(long.class)
                        .one());
    }
}
