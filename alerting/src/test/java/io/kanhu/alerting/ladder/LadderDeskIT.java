package io.kanhu.alerting.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kanhu.alerting.County;
import io.kanhu.alerting.Town;
import io.kanhu.alerting.episode.Actor;
import io.kanhu.alerting.ladder.Rung.Page;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ladders that people write, and which one holds; and the look ahead for rungs that reach nobody. */
class LadderDeskIT {
    private static final Town town = new Town();
    private static final County county = new County(town);

    private final Ladders ladders = new Ladders();
    private final LadderDesk desk = new LadderDesk(town.jdbi(), ladders, town.clock());

    @AfterAll
    static void close() {
        town.close();
    }

    @BeforeEach
    void li() {
        town.clear();
        town.grid("east");
        county.levels();
        town.wearer("li", "east", "b1");
    }

    @Test
    void theDefaultIsTheOneOfTheDesign() {
        Ladder sos = desk.current().stream()
                .filter(ladder -> ladder.kind().equals("sos"))
                .findFirst()
                .orElseThrow();
        assertThat(sos.rungs()).extracting(rung -> rung.after().toSeconds()).containsExactly(0L, 30L, 60L, 120L, 180L);
        assertThat(sos.rungs().getFirst()).isEqualTo(rung(0, "on_duty app", "on_duty push"));
        assertThat(sos.rungs().get(1)).isEqualTo(rung(30, Unless.RECEIVED, "on_duty sms"));
        assertThat(sos.rungs().getLast().pages()).contains(new Page(Whom.FAMILY, Means.VOICE));
    }

    @Test
    void whatIsWrittenHoldsFromTheNextAlertOnAndTheOneThatClimbsKeepsItsOwn() {
        town.onDuty("wang", "east");
        long before = town.call("b1");
        Ladder written = desk.put(draft(null, rung(0, "backup app")), "ann");
        town.wearer("zhao", "east", "b2");
        long after = town.call("b2");

        assertThat(written.version()).isEqualTo(3);
        assertThat(written.by()).isEqualTo("ann");
        assertThat(desk.current()).contains(written);
        assertThat(town.column(before, "ladder_id")).isNotEqualTo(String.valueOf(written.id()));
        assertThat(town.column(after, "ladder_id")).isEqualTo(String.valueOf(written.id()));
    }

    @Test
    void theMostSpecificAreaWinsAndEndsWithItsLadder() {
        desk.put(draft("city", rung(0, "city_desk app")), "ann");
        Ladder street = desk.put(draft("street", rung(0, "street_desk app")), "ann");
        assertThat(town.column(town.call("b1"), "ladder_id")).isEqualTo(String.valueOf(street.id()));

        desk.end(street.id());

        town.wearer("zhao", "east", "b2");
        Optional<Ladder> city =
                desk.current().stream().filter(one -> "city".equals(one.area())).findFirst();
        assertThat(town.column(town.call("b2"), "ladder_id"))
                .isEqualTo(String.valueOf(city.orElseThrow().id()));
        assertThatThrownBy(() -> desk.end(street.id())).isInstanceOf(LadderRefused.class);
        assertThat(desk.put(draft("street", rung(0, "on_duty app")), "ann").version())
                .isEqualTo(2);
    }

    @Test
    void whoHasNotSeenTheNewestVersionIsTold() {
        LadderDraft first = draft(null, rung(0, "on_duty app"));
        LadderDraft based =
                new LadderDraft(null, "sos", "emergency", 2, first.rungs(), first.repeatEvery(), first.silentAfter());
        assertThat(desk.put(based, "ann").version()).isEqualTo(3);
        assertThatThrownBy(() -> desk.put(based, "bob"))
                .isInstanceOf(LadderChanged.class)
                .hasMessageContaining("version 3 holds");
        assertThat(town.number("SELECT count(*) FROM ladder WHERE kind = 'sos' AND superseded_at IS NULL"))
                .isEqualTo(1);
    }

    static Stream<Arguments> nonsense() {
        return Stream.of(
                Arguments.of(draft(null), "1 to 10 rungs"),
                Arguments.of(draft(null, rung(5, "on_duty app")), "afterSeconds be 0"),
                Arguments.of(draft(null, rung(0, Unless.RECEIVED, "on_duty app")), "unless be answered"),
                Arguments.of(
                        draft(null, rung(0, "on_duty app"), rung(60, "backup app"), rung(60, "backup sms")),
                        "not later"),
                Arguments.of(draft(null, rung(0)), "calls nobody"),
                Arguments.of(draft(null, rung(0, "on_duty app", "on_duty app")), "twice"),
                Arguments.of(draft(null, rung(0, "family app")), "use sms, voice or email"),
                Arguments.of(draft("nowhere", rung(0, "on_duty app")), "no area \"nowhere\""));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void whatMakesNoSenseIsRefusedAndTheOldOneHolds(LadderDraft draft, String why) {
        List<Ladder> before = desk.current();
        assertThatThrownBy(() -> desk.put(draft, "ann"))
                .isInstanceOf(LadderRefused.class)
                .hasMessageContaining(why);
        assertThat(desk.current()).isEqualTo(before);
    }

    @Test
    void aRungThatReachesNobodyIsFoundBeforeItIsNeeded() {
        wears("b1", "li");
        town.onDuty("wang", "east");
        town.backup("chen", "east");
        county.duty("zhou", "supervisor", "area");
        var desk1 = town.worker("desk");
        town.jdbi()
                .useHandle(h -> h.createUpdate("""
                        INSERT INTO area_duty (worker_id, area_id, duty, starts_at, ends_at)
                        SELECT :worker, id, 'desk', '-infinity', :ends FROM area WHERE code = 'county'
                        """)
                        .bind("worker", desk1.workerId())
                        .bind("ends", Town.MORNING.plus(Duration.ofHours(5)))
                        .execute());

        assertThat(gaps(Set.of(Means.APP))).containsExactly("1 channel 0", "4 nobody 5");
        assertThat(gaps(Set.of(Means.APP, Means.SMS, Means.VOICE))).containsExactly("4 nobody 5");
        county.family("li", "daughter", 1);
        assertThat(gaps(Set.of(Means.APP, Means.SMS, Means.VOICE))).isEmpty();
        town.jdbi().useHandle(h -> h.execute("UPDATE app_user SET disabled = true WHERE name = 'wang'"));
        assertThat(gaps(Set.of(Means.APP, Means.SMS, Means.VOICE))).containsExactly("0 address 0");
        town.nobodyIsOnDuty();
        assertThat(gaps(Set.of(Means.APP, Means.SMS, Means.VOICE)))
                .containsExactly("0 nobody 0", "1 nobody 0", "2 nobody 0");
    }

    @Test
    void whoWillBeOffWhoGivesAShiftAwayAndAHolidayMakeGapsBeforeTheyAreThere() {
        wears("b1", "li");
        desk.put(draft(null, rung(0, "on_duty app")), "ann");
        Actor wang = town.onDuty("wang", "east");
        Actor sun = town.worker("sun");
        assertThat(gaps(Set.of(Means.APP))).isEmpty();
        town.jdbi().useHandle(h -> h.execute("""
                INSERT INTO worker_absence (worker_id, starts_at, ends_at, recorded_by, recorded_at)
                VALUES (?, '2026-03-21T06:00Z', '2026-03-21T08:00Z', 'test', now())
                """, sun.workerId()));
        assertThat(gaps(Set.of(Means.APP))).isEmpty();
        town.jdbi().useHandle(h -> h.execute("""
                INSERT INTO shift_swap (giver_id, taker_id, starts_at, ends_at, recorded_by, recorded_at, agreed_by, agreed_at)
                VALUES (?, ?, '2026-03-21T04:00Z', '2026-03-21T10:00Z', 'test', now(), 'test', now())
                """, wang.workerId(), sun.workerId()));
        // Sun has taken it from the third hour on, and is off from the fifth.
        assertThat(gaps(Set.of(Means.APP))).containsExactly("0 nobody 5");
        town.jdbi().useHandle(h -> h.execute("DELETE FROM worker_absence"));
        assertThat(gaps(Set.of(Means.APP))).isEmpty();
        // The city's night: at four in the afternoon, UTC, the holiday begins, and its only shift eight hours later.
        town.jdbi().useTransaction(h -> {
            h.execute("INSERT INTO holiday (day, name) VALUES ('2026-03-22', 'day of rest')");
            h.execute("""
                    INSERT INTO weekly_shift (pattern, worker_id, grid_id, starts, ends)
                    SELECT 'holiday', ?, id, '08:00', '20:00' FROM grid
                    """, wang.workerId());
        });
        assertThat(gaps(Set.of(Means.APP))).containsExactly("0 nobody 15");
    }

    @Test
    void familyWithoutAMailboxIsAGapWhereMailIsAllThatIsLeft() {
        wears("b1", "li");
        desk.put(draft(null, rung(0, "family email")), "ann");
        county.family("li", "daughter", 1);
        assertThat(gaps(Set.of(Means.APP))).containsExactly("0 channel 0");
        assertThat(gaps(Set.of(Means.APP, Means.EMAIL))).containsExactly("0 nobody 0");
        town.jdbi().useHandle(h -> h.execute("UPDATE contact SET email = 'daughter@example.org'"));
        assertThat(gaps(Set.of(Means.APP, Means.EMAIL))).isEmpty();
    }

    @Test
    void whoWearsNoBandHasNoGaps() {
        assertThat(gaps(Set.of(Means.APP))).isEmpty();
    }

    /** Rung, reason, and in how many hours it begins. */
    private List<String> gaps(Set<Means> means) {
        LadderGaps.Report report = new LadderGaps(town.jdbi(), ladders, means, town.clock()).look();
        assertThat(report.gaps()).allSatisfy(gap -> {
            assertThat(gap.grid()).isEqualTo("east");
            assertThat(gap.wearers()).isEqualTo(1);
            assertThat(gap.wearerIds()).containsExactly(town.number("SELECT id FROM wearer"));
        });
        return report.gaps().stream()
                .map(gap -> gap.rung() + " " + gap.why() + " "
                        + Duration.between(report.at(), gap.from()).toHours())
                .toList();
    }

    private static void wears(String band, String wearer) {
        town.jdbi().useTransaction(h -> {
            h.execute("INSERT INTO band (id, secret_sha256) VALUES (?, sha256('')) ON CONFLICT DO NOTHING", band);
            h.execute(
                    "INSERT INTO band_assignment (band, wearer_id, starts_at) SELECT ?, id, '-infinity' FROM wearer"
                            + " WHERE code = ?",
                    band,
                    wearer);
        });
    }

    private static LadderDraft draft(@Nullable String area, Rung... rungs) {
        return new LadderDraft(
                area, "sos", "emergency", null, List.of(rungs), Duration.ofSeconds(60), Duration.ofMinutes(15));
    }

    private static Rung rung(int after, String... pages) {
        return rung(after, Unless.ANSWERED, pages);
    }

    private static Rung rung(int after, Unless unless, String... pages) {
        return new Rung(
                Duration.ofSeconds(after),
                unless,
                Arrays.stream(pages)
                        .map(page -> page.split(" ", -1))
                        .map(words -> new Page(Whom.of(words[0]), Means.of(words[1])))
                        .toList());
    }
}
