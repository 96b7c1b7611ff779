package io.kanhu.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.database.SettableClock;
import io.kanhu.database.TestDatabase;
import io.kanhu.registry.csv.CsvImport;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RosterIT {
    private static final SettableClock CLOCK = new SettableClock("2026-03-21T00:00:00Z");
    private static TestDatabase database;

    private final Roster roster = new Roster();

    @BeforeAll
    static void open(@TempDir Path folder) {
        database = TestDatabase.fresh();
        RegistryFiles files = new RegistryFiles(folder).withTown();
        files.write("workers.csv", RegistryFiles.WORKERS + "he,何海涛,,zh,\nsun,孙立新,,zh,\n");
        files.write("roster.csv", """
                worker,grid,duty,starts,ends
                wang,g1,backup,2026-03-21T08:00+08:00,2026-03-21T20:00+08:00
                marsh,g1,primary,2026-03-21T08:00+08:00,2026-03-21T20:00+08:00
                he,g1,primary,2026-03-21T20:00+08:00,2026-03-22T08:00+08:00
                sun,g2,primary,2026-03-01T00:00+08:00,
                sun,g2,backup,2026-03-01T00:00+08:00,
                """);
        new CsvImport(database.jdbi(), CLOCK).importDirectory(folder);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void primaryComesBeforeBackup() {
        CLOCK.set("2026-03-21T04:00:00Z");
        assertThat(onDuty("g1"))
                .containsExactly(
                        new OnDuty(idOf("worker", "marsh"), "Lena Marsh", null, "en", false),
                        new OnDuty(idOf("worker", "wang"), "王晓梅", "000-0001-0001", "zh", true));
    }

    @Test
    void aShiftBeginsAtItsStart() {
        CLOCK.set("2026-03-20T23:59:59.999999Z");
        assertThat(onDuty("g1")).isEmpty();
        CLOCK.set("2026-03-21T00:00:00Z");
        assertThat(onDuty("g1")).hasSize(2);
    }

    @Test
    void atItsEndAShiftIsOverAndTheNextOneOn() {
        CLOCK.set("2026-03-21T11:59:59.999999Z");
        assertThat(onDuty("g1")).extracting(OnDuty::name).containsExactly("Lena Marsh", "王晓梅");
        CLOCK.set("2026-03-21T12:00:00Z");
        assertThat(onDuty("g1")).extracting(OnDuty::name).containsExactly("何海涛");
    }

    @Test
    void aShiftWithoutEndLastsUntilFurtherNoticeAndPrimaryCountsMoreThanBackup() {
        CLOCK.set("2036-01-01T00:00:00Z");
        assertThat(onDuty("g2")).containsExactly(new OnDuty(idOf("worker", "sun"), "孙立新", null, "zh", false));
    }

    @Test
    void aWorkerSeesAGridADayBeforeAndADayAfterAShift() {
        assertThat(gridsOf("he", "2026-03-20T11:59:59Z")).isEmpty();
        assertThat(gridsOf("he", "2026-03-20T12:00:00Z")).containsExactly(idOf("grid", "g1"));
        assertThat(gridsOf("he", "2026-03-22T23:59:59Z")).containsExactly(idOf("grid", "g1"));
        assertThat(gridsOf("he", "2026-03-23T00:00:00Z")).isEmpty();
    }

    @Test
    void aGridWithTwoShiftsIsNamedOnce() {
        assertThat(gridsOf("sun", "2026-04-01T00:00:00Z")).containsExactly(idOf("grid", "g2"));
    }

    private List<OnDuty> onDuty(String grid) {
        return database.jdbi().inTransaction(handle -> roster.onDuty(handle, idOf("grid", grid), CLOCK.instant()));
    }

    private List<Long> gridsOf(String worker, String at) {
        return database.jdbi()
                .inTransaction(handle -> roster.gridsOf(handle, idOf("worker", worker), Instant.parse(at)));
    }

    private static long idOf(String table, String code) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT id FROM " + table + " WHERE code = :code")
                        .bind("code", code)
                        .mapTo(Long.class)
                        .one());
    }
}
