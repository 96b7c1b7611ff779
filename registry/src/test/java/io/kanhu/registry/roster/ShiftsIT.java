package io.kanhu.registry.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.kanhu.database.SettableClock;
import io.kanhu.database.TestDatabase;
import io.kanhu.registry.RegistryFiles;
import io.kanhu.registry.csv.CsvImport;
import io.kanhu.registry.roster.RosterWeek.Gap;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The week from Monday, 2026-09-28, in the city's time, UTC+8. */
class ShiftsIT {
    private static final Instant MONDAY = at("2026-09-28T00:00+08:00");
    private static final Instant NEXT_MONDAY = at("2026-10-05T00:00+08:00");

    private final SettableClock clock = new SettableClock(MONDAY);
    private TestDatabase database;
    private Shifts shifts;
    private Weeks weeks;

    @BeforeEach
    void open(@TempDir Path folder) {
        database = TestDatabase.fresh();
        new CsvImport(database.jdbi(), clock)
                .importDirectory(new RegistryFiles(folder).withTown().folder());
        shifts = new Shifts(database.jdbi(), clock);
        weeks = new Weeks(database.jdbi());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aWeekShowsWhoIsOnDutyAndWhenNobodyIs() {
        shifts.put(draft("wang", "primary", "2026-09-20T08:00+08:00", "2026-09-30T20:00+08:00"));
        shifts.put(draft("marsh", "backup", "2026-10-02T00:00+08:00", null));
        RosterWeek week = week("g1");
        assertThat(week.duties())
                .extracting(RosterWeek.OnDuty::worker, RosterWeek.OnDuty::from, RosterWeek.OnDuty::until)
                .containsExactly(
                        tuple("wang", MONDAY, at("2026-09-30T20:00+08:00")),
                        tuple("marsh", at("2026-10-02T00:00+08:00"), NEXT_MONDAY));
        assertThat(week.gaps()).containsExactly(new Gap(at("2026-09-30T20:00+08:00"), at("2026-10-02T00:00+08:00")));
        assertThat(week("g2").gaps()).containsExactly(new Gap(MONDAY, NEXT_MONDAY));
    }

    @Test
    void anAbsenceMakesAGap() {
        shifts.put(draft("wang", "primary", "2026-09-28T00:00+08:00", null));
        new Absences(database.jdbi(), clock)
                .put(workerId("wang"), at("2026-09-29T00:00+08:00"), at("2026-09-30T00:00+08:00"), "flu", "supervisor");
        assertThat(week("g1").gaps())
                .containsExactly(new Gap(at("2026-09-29T00:00+08:00"), at("2026-09-30T00:00+08:00")));
    }

    @Test
    void aShiftThatHasBegunKeepsItsPastWhenItIsAlteredAndOneThatHasNotNeverWas() {
        Shift shift = shifts.put(draft("wang", "primary", "2026-09-28T08:00+08:00", null));
        clock.set("2026-09-28T06:00:00Z");
        shifts.alter(shift.id(), draft("marsh", "primary", "2026-09-28T14:00+08:00", "2026-09-29T14:00+08:00"));
        assertThat(week("g1").duties())
                .extracting(RosterWeek.OnDuty::worker, RosterWeek.OnDuty::until)
                .containsExactly(
                        tuple("wang", at("2026-09-28T14:00+08:00")), tuple("marsh", at("2026-09-29T14:00+08:00")));

        Shift coming = shifts.put(draft("wang", "backup", "2026-10-01T00:00+08:00", null));
        shifts.end(coming.id());
        assertThat(shifts.of("g1")).extracting(Shift::worker).containsExactly("marsh");
        assertThatThrownBy(() -> shifts.end(shift.id())).hasMessageContaining("is over and stays as it was");
        assertThatThrownBy(() -> shifts.end(coming.id())).hasMessageContaining("no shift");
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(
                        () -> shifts.put(draft("wang", "primary", "2026-09-29T00:00+08:00", "2026-09-29T00:00+08:00")))
                .isInstanceOf(RosterRefused.class)
                .hasMessageContaining("after `from`");
        assertThatThrownBy(
                        () -> shifts.put(draft("wang", "primary", "2026-09-01T00:00+08:00", "2026-09-02T00:00+08:00")))
                .hasMessageContaining("over already");
        assertThatThrownBy(() -> shifts.put(draft("nobody", "primary", "2026-09-29T00:00+08:00", null)))
                .hasMessageContaining("no worker with the code nobody");
    }

    private RosterWeek week(String grid) {
        List<RosterWeek> found = weeks.of(grid, MONDAY, NEXT_MONDAY, 10);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static Shifts.Draft draft(String worker, String duty, String from, @Nullable String until) {
        return new Shifts.Draft(worker, "g1", duty, at(from), until == null ? null : at(until));
    }

    private long workerId(String code) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT id FROM worker WHERE code = :code")
                        .bind("code", code)
                        .mapTo(long.class)
                        .one());
    }

    private static Instant at(String time) {
        return OffsetDateTime.parse(time).toInstant();
    }
}
