package io.kanhu.registry.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kanhu.database.SettableClock;
import io.kanhu.database.TestDatabase;
import io.kanhu.registry.RegistryFiles;
import io.kanhu.registry.Roster;
import io.kanhu.registry.csv.CsvImport;
import io.kanhu.registry.csv.ImportRefused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wang has the days of the first grid and Marsh the nights, week by week; He backs them up. Times are the city's, UTC+8. */
class DutyIT {
    private static final SettableClock CLOCK = new SettableClock("2026-09-28T00:00:00Z");
    private static final TestDatabase database = TestDatabase.fresh();

    @TempDir
    private static Path folder;

    private final Roster roster = new Roster();
    private final Absences absences = new Absences(database.jdbi(), CLOCK);
    private final Swaps swaps = new Swaps(database.jdbi(), CLOCK);

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void anOrdinaryWeek() throws Exception {
        CLOCK.set("2026-09-28T00:00:00Z");
        database.jdbi()
                .useHandle(handle -> List.of(
                                "weekly_shift", "holiday", "shift_swap", "worker_absence", "roster_shift", "area_duty")
                        .forEach(table -> handle.execute("DELETE FROM " + table)));
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        new RegistryFiles(folder).withTown();
        write("workers.csv", RegistryFiles.WORKERS + "he,何海涛,,zh,\nsun,孙立新,,zh,\n");
        write("weekly.csv", """
                pattern,worker,grid,duty,weekday,starts,ends
                ,wang,g1,primary,,08:00,20:00
                ,marsh,g1,primary,,20:00,08:00
                ,he,g1,backup,,00:00,00:00
                """);
        load();
    }

    @Test
    void aWeekRepeatsAndANightShiftGoesOnUntilMorning() {
        assertThat(onDuty("2026-09-28T07:59+08:00")).containsExactly("marsh", "he?");
        assertThat(onDuty("2026-09-28T08:00+08:00")).containsExactly("wang", "he?");
        assertThat(onDuty("2031-01-01T23:59+08:00")).containsExactly("marsh", "he?");
    }

    @Test
    void aWeekdaysShiftIsThatDaysAlone() {
        write(
                "weekly.csv",
                "pattern,worker,grid,duty,weekday,starts,ends\n,sun,g2,,周六,08:00,12:00\n,sun,g2,,1,22:00,06:00\n");
        load();
        assertThat(onDuty("g2", "2026-10-03T09:00+08:00")).containsExactly("sun");
        assertThat(onDuty("g2", "2026-10-02T09:00+08:00")).isEmpty();
        assertThat(onDuty("g2", "2026-09-29T05:59+08:00")).containsExactly("sun");
        assertThat(onDuty("g2", "2026-09-30T05:59+08:00")).isEmpty();
    }

    @Test
    void onAHolidayTheGridsHolidayPatternHoldsInPlaceOfItsWeeksAndShifts() {
        write("weekly.csv", "pattern,worker,grid,duty,weekday,starts,ends\nholiday,sun,g1,primary,,00:00,00:00\n");
        write("roster.csv", """
                worker,grid,duty,starts,ends
                he,g1,primary,2026-01-01T00:00+08:00,
                he,g2,primary,2026-01-01T00:00+08:00,
                """);
        write("holidays.csv", "day,name,pattern\n2026-10-01,国庆节,\n");
        load();
        assertThat(onDuty("2026-09-30T12:00+08:00")).containsExactly("wang", "he");
        // The night before goes on until its end.
        assertThat(onDuty("2026-10-01T07:59+08:00")).containsExactly("marsh", "sun");
        assertThat(onDuty("2026-10-01T12:00+08:00")).containsExactly("sun");
        assertThat(onDuty("2026-10-01T23:59+08:00")).containsExactly("sun");
        assertThat(onDuty("2026-10-02T00:00+08:00")).containsExactly("he");
        // A grid without such a pattern is left as it is.
        assertThat(onDuty("g2", "2026-10-01T12:00+08:00")).containsExactly("he");
    }

    @Test
    void aDayMayBeWorkedAsAnotherWeekday() {
        write("weekly.csv", "pattern,worker,grid,duty,weekday,starts,ends\n,sun,g2,,3,08:00,12:00\n");
        write("holidays.csv", "day,name,pattern,counts_as\n2026-10-10,调休,ordinary,3\n");
        load();
        assertThat(onDuty("g2", "2026-10-10T09:00+08:00")).containsExactly("sun");
        assertThat(onDuty("g2", "2026-10-17T09:00+08:00")).isEmpty();
    }

    @Test
    void whoIsOffIsNotOnDutyAndTheBackupIsInTheirPlaceUntilThen() {
        Absence absence =
                absences.put(id("wang"), at("2026-09-28T10:00+08:00"), at("2026-09-29T09:00+08:00"), "病假", "王晓梅");
        assertThat(onDuty("2026-09-28T09:59+08:00")).containsExactly("wang", "he?");
        assertThat(onDuty("2026-09-28T10:00+08:00")).containsExactly("he");
        assertThat(onDuty("2026-09-28T20:00+08:00")).containsExactly("marsh", "he?");
        assertThat(onDuty("2026-09-29T08:30+08:00")).containsExactly("he");
        assertThat(onDuty("2026-09-29T09:00+08:00")).containsExactly("wang", "he?");

        CLOCK.set("2026-09-28T04:00:00Z");
        absences.end(absence.id(), "office");
        assertThat(onDuty("2026-09-28T12:00+08:00")).containsExactly("wang", "he?");
        assertThat(absences.current()).isEmpty();
    }

    @Test
    void whileAnotherIsOnFirstDutyTheBackupStaysOne() {
        write(
                "roster.csv",
                "worker,grid,duty,starts,ends\nsun,g1,primary,2026-09-28T08:00+08:00,2026-09-28T12:00+08:00\n");
        load();
        absences.put(id("wang"), null, null, null, "office");
        assertThat(onDuty("2026-09-28T11:59+08:00")).containsExactly("sun", "he?");
        assertThat(onDuty("2026-09-28T12:00+08:00")).containsExactly("he");
    }

    @Test
    void aBackupWhoIsOffStandsInForNobody() {
        absences.put(id("wang"), null, null, null, "office");
        absences.put(id("he"), null, null, null, "office");
        assertThat(onDuty("2026-09-28T12:00+08:00")).isEmpty();
        assertThat(absences.current()).hasSize(2);
    }

    @Test
    void aSwapHoldsOnceItIsAgreedToForItsTimeAndUntilItIsWithdrawn() {
        Swap swap = swaps.put(
                id("wang"), id("sun"), at("2026-09-28T08:00+08:00"), at("2026-09-28T14:00+08:00"), "王晓梅", null);
        assertThat(onDuty("2026-09-28T12:00+08:00")).containsExactly("wang", "he?");
        assertThat(swaps.agree(swap.id(), "孙立新").agreedBy()).isEqualTo("孙立新");
        assertThat(onDuty("2026-09-28T08:00+08:00")).containsExactly("sun", "he?");
        assertThat(onDuty("2026-09-28T14:00+08:00")).containsExactly("wang", "he?");
        assertThat(gridsOf("sun", "2026-09-29T13:59+08:00")).containsExactly(idOf("grid", "g1"));
        assertThat(gridsOf("sun", "2026-09-29T14:00+08:00")).isEmpty();
        // Whoever took it over may fall ill.
        absences.put(id("sun"), null, null, null, "office");
        assertThat(onDuty("2026-09-28T12:00+08:00")).containsExactly("he");
        swaps.withdraw(swap.id(), "office");
        assertThat(onDuty("2026-09-28T12:00+08:00")).containsExactly("wang", "he?");
        assertThat(swaps.current()).isEmpty();
    }

    @Test
    void aSwapThatMakesNoSenseIsRefusedWithAReason() {
        Instant from = at("2026-09-28T08:00+08:00");
        Instant until = at("2026-09-28T14:00+08:00");
        assertThatThrownBy(() -> swaps.put(id("sun"), id("wang"), from, until, "office", "office"))
                .isInstanceOf(RosterRefused.class)
                .hasMessageContaining("has none in that time");
        assertThatThrownBy(() -> swaps.put(id("wang"), id("wang"), from, until, "office", "office"))
                .hasMessageContaining("are the same");
        assertThatThrownBy(() -> swaps.put(id("wang"), id("sun"), until, from, "office", "office"))
                .hasMessageContaining("must lie after");
        assertThatThrownBy(() -> swaps.put(id("wang"), 999_999, from, until, "office", "office"))
                .hasMessageContaining("there is no worker");
        swaps.put(id("wang"), id("sun"), from, until, "office", "office");
        assertThatThrownBy(() -> swaps.put(id("wang"), id("marsh"), from, until, "office", "office"))
                .hasMessageContaining("has none in that time");
        assertThatThrownBy(() -> absences.put(id("wang"), until, from, null, "office"))
                .hasMessageContaining("must lie after");
        assertThatThrownBy(() -> absences.put(999_999, null, null, null, "office"))
                .hasMessageContaining("there is no worker");
    }

    @Test
    void swapsAbsencesAndSuspensionsComeAsFilesToo() {
        write("swaps.csv", """
                giver,taker,starts,ends,agreed
                wang,sun,2026-09-28T08:00+08:00,2026-09-28T14:00+08:00,两人电话确认
                """);
        write("absences.csv", "worker,starts,ends,reason\nmarsh,2026-09-28T00:00+08:00,,生病\n");
        write("suspensions.csv", "wearer,starts,ends,reason\nli,2026-09-20T00:00+08:00,,住院\n");
        load();
        load();
        assertThat(onDuty("2026-09-28T12:00+08:00")).containsExactly("sun", "he?");
        assertThat(onDuty("2026-09-28T22:00+08:00")).containsExactly("he");
        assertThat(swaps.current()).extracting(Swap::agreedBy).containsExactly("两人电话确认");
        List<String> reasons = database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT reason FROM wearer_suspension")
                        .mapTo(String.class)
                        .list());
        assertThat(reasons).containsExactly("hospital");
    }

    @Test
    void whatIsWrongInThemIsNamedWithItsLine() {
        write("weekly.csv", "pattern,worker,grid,duty,weekday,starts,ends\n,wang,g1,,8,25:00,8\n");
        write("holidays.csv", "day,name,pattern\n10/01,国庆节,\n");
        write(
                "swaps.csv",
                "giver,taker,starts,ends,agreed\nwang,wang,2026-09-28T08:00+08:00,2026-09-28T07:00+08:00,\n");
        write("absences.csv", "worker,starts,ends,reason\nghost,2026-09-28T00:00+08:00,,\n");
        write("suspensions.csv", "wearer,starts,ends,reason\nli,2026-09-20T00:00+08:00,,sulking\n");
        assertThatThrownBy(this::load)
                .isInstanceOf(ImportRefused.class)
                .hasMessageContaining("weekly.csv:2: weekday: \"8\" is not a weekday")
                .hasMessageContaining("weekly.csv:2: starts: \"25:00\" is not a time of day")
                .hasMessageContaining("holidays.csv:2: day: \"10/01\" is not a date")
                .hasMessageContaining("swaps.csv:2: agreed: is empty")
                .hasMessageContaining("swaps.csv:2: ends: ")
                .hasMessageContaining("swaps.csv:2: taker: \"wang\" is the giver too")
                .hasMessageContaining("absences.csv:2: worker: \"ghost\" is not a known worker")
                .hasMessageContaining("suspensions.csv:2: reason: \"sulking\" is not a reason");
    }

    private void load() {
        new CsvImport(database.jdbi(), CLOCK).importDirectory(folder);
    }

    private static void write(String name, String text) {
        new RegistryFiles(folder).write(name, text);
    }

    /** Codes, those on first duty first; a backup with a question mark. */
    private List<String> onDuty(String at) {
        return onDuty("g1", at);
    }

    private List<String> onDuty(String grid, String at) {
        return database.jdbi()
                .inTransaction(handle -> roster.onDuty(handle, idOf("grid", grid), at(at)).stream()
                        .map(worker -> handle.createQuery("SELECT code FROM worker WHERE id = :id")
                                        .bind("id", worker.workerId())
                                        .mapTo(String.class)
                                        .one()
                                + (worker.backup() ? "?" : ""))
                        .toList());
    }

    private List<Long> gridsOf(String worker, String at) {
        return database.jdbi().inTransaction(handle -> roster.gridsOf(handle, id(worker), at(at)));
    }

    private static Instant at(String time) {
        return OffsetDateTime.parse(time).toInstant();
    }

    private static long id(String worker) {
        return idOf("worker", worker);
    }

    private static long idOf(String table, String code) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT id FROM " + table + " WHERE code = :code")
                        .bind("code", code)
                        .mapTo(Long.class)
                        .one());
    }
}
