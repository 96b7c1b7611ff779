package io.kanhu.alerting.followup;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.alerting.Town;
import io.kanhu.alerting.followup.FollowUps.FollowUp;
import io.kanhu.alerting.followup.FollowUps.Settled;
import io.kanhu.database.upkeep.RollUp;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom the data suggest to look into. The city's morning is 9 o'clock. */
class FollowUpsIT {
    private static final Town town = new Town();

    private final FollowUps followUps = new FollowUps(town.jdbi(), town.clock());

    @AfterAll
    static void close() {
        town.close();
    }

    @BeforeEach
    void liAndWu() {
        town.clear();
        town.grid("east");
        town.wearer("li", "east", "b1");
        town.wearer("wu", "east", "b2");
    }

    @Test
    void aWeeksPressureAtRestFromWhereItIsHighAtHome() {
        pressures("li", "b1", 136, 80, 0);
        pressures("wu", "b2", 134, 84, 0);
        look();
        assertThat(suggested()).containsExactly("li pressure_high");
        assertThat(figures("li")).contains("\"systolic\": 136", "\"readings\": 12");
    }

    @Test
    void pressureThatIsHighOnlyWhileSomebodyWalksSaysNothing() {
        pressures("li", "b1", 150, 90, 500);
        look();
        assertThat(suggested()).isEmpty();
    }

    @Test
    void aPulseThatHasRisenAtNightByMoreThanThreeDeviations() {
        for (int day = 1; day <= 20; day++) {
            for (int hour = 0; hour < 5; hour++) {
                int usual = 60 + (day + hour) % 3;
                pulse("li", "b1", night(day, hour), day <= 7 ? usual + 8 : usual);
                pulse("wu", "b2", night(day, hour), usual);
            }
        }
        look();
        assertThat(suggested()).containsExactly("li pulse_risen");
        assertThat(figures("li")).contains("\"now\": 69", "\"before\": 61");
    }

    @Test
    void aBandThatIsNotChargedAndOneThatIsNotWorn() {
        for (int hours = 1; hours < 24 * 7; hours += 2) {
            status("li", "b1", hours, 20, false, true);
            status("wu", "b2", hours, 80, hours > 100, hours % 3 != 0);
        }
        town.jdbi()
                .useHandle(h -> h.createUpdate("""
                        INSERT INTO wearer_state (wearer_id, band, heard_at, battery, battery_at)
                        SELECT id, 'b1', :at, 20, :at FROM wearer WHERE code = 'li'
                        """)
                        .bind("at", utc(town.clock().instant().minus(Duration.ofHours(1))))
                        .execute());
        look();
        assertThat(suggested()).containsExactly("li not_charged", "wu not_worn");
    }

    @Test
    void threeDaysWithHardlyAStep() {
        for (int day = 1; day <= 3; day++) {
            steps("li", "b1", night(day, 12), 40);
            steps("wu", "b2", night(day, 12), day == 2 ? 900 : 40);
        }
        look();
        assertThat(suggested()).containsExactly("li no_steps");
    }

    @Test
    void helpThatNobodyCalledBackAbout() {
        ended("li", "helped", Duration.ofHours(30));
        ended("wu", "helped", Duration.ofHours(2));
        ended("wu", "asked", Duration.ofHours(30));
        look();
        assertThat(suggested()).containsExactly("li no_call_back");
    }

    @Test
    void whatWasSeenToIsNotSuggestedAgainForTwoWeeksAndWhatIsOverClosesItself() {
        for (int i = 0; i < 3; i++) {
            ended("li", "mistake", Duration.ofHours(10 + i));
            ended("wu", "mistake", Duration.ofHours(10 + i));
        }
        assertThat(look()).isEqualTo(2);
        assertThat(look()).isZero();
        FollowUp li = followUps.open("east", null, 10).getFirst();
        assertThat(followUps.settle(li.id(), Settled.DONE, "care", "shown how")).isTrue();
        assertThat(followUps.settle(li.id(), Settled.DONE, "care", null)).isFalse();
        assertThat(look()).isZero();
        assertThat(suggested()).containsExactly("wu false_presses");

        town.clock().pass(Duration.ofDays(15));
        look();
        assertThat(suggested()).isEmpty();
        assertThat(followUps.of(li.wearerId(), 10)).singleElement().satisfies(one -> {
            assertThat(one.state()).isEqualTo("done");
            assertThat(one.settledBy()).isEqualTo("care");
            assertThat(one.note()).isEqualTo("shown how");
        });
    }

    @Test
    void whoIsAwayIsLeftInPeace() {
        pressures("li", "b1", 150, 95, 0);
        town.jdbi()
                .useHandle(h -> h.createUpdate("""
                        INSERT INTO wearer_suspension (wearer_id, reason, starts_at, recorded_by, recorded_at)
                        SELECT id, 'hospital', :at, 'office', :at FROM wearer WHERE code = 'li'
                        """)
                        .bind("at", utc(town.clock().instant().minus(Duration.ofDays(1))))
                        .execute());
        look();
        assertThat(suggested()).isEmpty();
    }

    /** Hours that have ended are rolled up first, as housekeeping does. */
    private int look() {
        RollUp.of(town.jdbi()).run();
        return followUps.look();
    }

    private List<String> suggested() {
        return followUps.open(null, null, 10).stream()
                .map(one -> one.wearer() + " " + one.rule())
                .toList();
    }

    private String figures(String wearer) {
        return followUps.open(null, null, 10).stream()
                .filter(one -> one.wearer().equals(wearer))
                .findFirst()
                .orElseThrow()
                .figures();
    }

    /** So many days ago, at that hour of the city's day. */
    private static Instant night(int daysAgo, int hour) {
        return Town.MORNING.minus(Duration.ofDays(daysAgo)).minus(Duration.ofHours(9 - hour));
    }

    /** Twelve of them, two hours apart; the steps of each hour before go up by that much. */
    private static void pressures(String wearer, String band, int systolic, int diastolic, int stepsAnHour) {
        for (int i = 0; i < 24; i++) {
            Instant at = Town.MORNING.minus(Duration.ofHours(26 - i));
            if (i % 2 == 0) {
                reading(
                        wearer,
                        band,
                        at,
                        "systolic, diastolic, steps",
                        systolic + ", " + diastolic + ", " + i * stepsAnHour);
            } else {
                steps(wearer, band, at, i * stepsAnHour);
            }
        }
    }

    private static void pulse(String wearer, String band, Instant at, int bpm) {
        reading(wearer, band, at, "heart_rate", Integer.toString(bpm));
    }

    private static void steps(String wearer, String band, Instant at, int steps) {
        reading(wearer, band, at, "steps", Integer.toString(steps));
    }

    private static void reading(String wearer, String band, Instant at, String columns, String values) {
        town.jdbi()
                .useHandle(h -> h.createUpdate("""
                        INSERT INTO vital_sign (band, measured_at, wearer_id, received_at, %s)
                        SELECT :band, :at, id, :at, %s FROM wearer WHERE code = :wearer
                        """.formatted(columns, values))
                        .bind("band", band)
                        .bind("at", utc(at))
                        .bind("wearer", wearer)
                        .execute());
    }

    private static void status(String wearer, String band, int hoursAgo, int battery, boolean charging, boolean worn) {
        town.jdbi()
                .useHandle(h -> h.createUpdate("""
                        INSERT INTO band_status (band, measured_at, wearer_id, received_at, battery, charging, worn)
                        SELECT :band, :at, id, :at, :battery, :charging, :worn FROM wearer WHERE code = :wearer
                        """)
                        .bind("band", band)
                        .bind("at", utc(Town.MORNING.minus(Duration.ofHours(hoursAgo))))
                        .bind("battery", battery)
                        .bind("charging", charging)
                        .bind("worn", worn)
                        .bind("wearer", wearer)
                        .execute());
    }

    private static void ended(String wearer, String outcome, Duration ago) {
        town.jdbi()
                .useHandle(h -> h.createUpdate("""
                        INSERT INTO alert (kind, severity, state, wearer_id, band, raised_at, received_at, resolved_at, outcome)
                        SELECT 'sos', 'emergency', 'resolved', id, 'b', :at, :at, :at, :outcome FROM wearer WHERE code = :wearer
                        """)
                        .bind("at", utc(town.clock().instant().minus(ago)))
                        .bind("outcome", outcome)
                        .bind("wearer", wearer)
                        .execute());
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
