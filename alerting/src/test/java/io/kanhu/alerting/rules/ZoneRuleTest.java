package io.kanhu.alerting.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.alerting.care.Zone;
import io.kanhu.alerting.episode.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ZoneRuleTest {
    private static final Instant TEN = Instant.parse("2026-03-21T02:00:00Z");
    private static final double METRE = 1 / 111_320.0;
    private static final List<Zone> HOME = List.of(new Zone(35, 111, 300, false));

    private final List<Position> fixes = new ArrayList<>();

    @Test
    void twoFixesOutsideByMoreThanTheyMayBeWrongAreNeeded() {
        at(0, 100, 20);
        at(50, 400, 20);
        assertThat(ZoneRule.judge(fixes, HOME, 500)).isEmpty();
        at(100, 410, 20);
        assertThat(ZoneRule.judge(fixes, HOME, 500)).hasValueSatisfying(left -> {
            assertThat(left.severity()).isEqualTo(Severity.ATTENTION);
            assertThat(left.reading()).isEqualTo("{\"metres\":110,\"accuracy\":20,\"fixes\":2,\"seconds\":50}");
        });
    }

    @Test
    void whatMayBeInsideIsNoEvidenceButHidesNone() {
        at(0, 400, 150);
        at(50, 400, 150);
        assertThat(ZoneRule.judge(fixes, HOME, 500)).isEmpty();
        at(100, 400, 30);
        at(150, 400, 150);
        at(200, 400, 30);
        assertThat(ZoneRule.judge(fixes, HOME, 500)).isPresent();
    }

    @Test
    void oneFixInsideBetweenThemBeginsAnew() {
        at(0, 400, 20);
        at(50, 250, 20);
        at(100, 400, 20);
        assertThat(ZoneRule.judge(fixes, HOME, 500)).isEmpty();
    }

    @Test
    void whatWasFoundOutInTheSameBreathIsOneFix() {
        at(0, 100, 20);
        at(50, 400, 20);
        at(55, 400, 20);
        assertThat(ZoneRule.judge(fixes, HOME, 500)).isEmpty();
    }

    @Test
    void aJumpThatNobodyCanMakeIsNoEvidenceHoweverOftenItIsRepeatedAtOnce() {
        at(0, 10, 20);
        at(50, 20_000, 20);
        at(100, 20_000, 20);
        at(150, 20_000, 20);
        assertThat(ZoneRule.judge(fixes, HOME, 500)).isEmpty();
        at(200, 12, 20);
        at(250, 14, 20);
        assertThat(ZoneRule.judge(fixes, HOME, 500)).isEmpty();
        assertThat(ZoneRule.isOver(fixes, HOME, 500)).isTrue();
    }

    @Test
    void whoeverReallyIsFarAwayIsBelievedOnceTheyCanBeThere() {
        at(0, 10, 20);
        for (int second = 50; second <= 300; second += 50) {
            at(second, 20_000, 20);
        }
        assertThat(ZoneRule.judge(fixes, HOME, 500)).isPresent();
    }

    @Test
    void aFixThatIsTooVagueIsNoEvidence() {
        at(0, 5000, 800);
        at(50, 5000, 800);
        assertThat(ZoneRule.judge(fixes, HOME, 500)).isEmpty();
        assertThat(ZoneRule.judge(fixes, HOME, 1000)).isPresent();
    }

    @Test
    void insideAnyOfSeveralZonesIsInsideAndTheMostUrgentSaysHowUrgent() {
        List<Zone> both = List.of(HOME.getFirst(), new Zone(35 + 900 * METRE, 111, 200, true));
        at(0, 850, 20);
        at(50, 900, 20);
        assertThat(ZoneRule.judge(fixes, both, 500)).isEmpty();
        at(100, 1300, 20);
        at(150, 1300, 20);
        assertThat(ZoneRule.judge(fixes, both, 500))
                .hasValueSatisfying(left -> assertThat(left.severity()).isEqualTo(Severity.EMERGENCY));
    }

    @Test
    void itIsOverAfterTwoFixesSomeWayInside() {
        at(0, 400, 20);
        at(50, 290, 20);
        at(100, 290, 20);
        assertThat(ZoneRule.isOver(fixes, HOME, 500)).isFalse();
        at(150, 250, 20);
        assertThat(ZoneRule.isOver(fixes, HOME, 500)).isFalse();
        at(200, 250, 20);
        assertThat(ZoneRule.isOver(fixes, HOME, 500)).isTrue();
        assertThat(ZoneRule.isOver(fixes, List.of(), 500)).isTrue();
    }

    @Test
    void theDatelineIsNotTheWayRoundTheEarth() {
        Zone zone = new Zone(-17, 179.999, 1000, false);
        assertThat(zone.beyondMetres(-17, -179.999)).isLessThan(0);
    }

    private void at(int second, double metresNorth, double accuracy) {
        fixes.add(new Position(TEN.plusSeconds(second), 35 + metresNorth * METRE, 111, accuracy));
    }
}
