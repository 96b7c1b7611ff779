package io.kanhu.alerting.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private static final Instant NOW = Instant.parse("2026-03-21T01:00:00Z");

    @Test
    void noMinuteSeesMoreThanItsMessagesWhereverItBegins() {
        Budget budget = new Budget(Rate.perMinute(20));
        budget.spend(15, NOW);
        budget.spend(5, NOW.plusSeconds(59));
        assertThat(budget.available(NOW.plusSeconds(59))).isZero();
        assertThat(budget.available(NOW.plusMillis(59_999))).isZero();
        assertThat(budget.available(NOW.plusSeconds(60))).isEqualTo(15);
        budget.spend(15, NOW.plusSeconds(60));
        assertThat(budget.available(NOW.plusSeconds(118))).isZero();
        assertThat(budget.available(NOW.plusSeconds(119))).isEqualTo(5);
    }

    @Test
    void aQuarterIsKeptForCallsForHelp() {
        Budget budget = new Budget(Rate.perMinute(20));
        assertThat(budget.availableToOthers(NOW)).isEqualTo(15);
        budget.spend(15, NOW);
        assertThat(budget.availableToOthers(NOW)).isZero();
        assertThat(budget.available(NOW)).isEqualTo(5);
        assertThat(new Budget(Rate.perSecond(1)).availableToOthers(NOW)).isEqualTo(1);
    }

    @Test
    void aClockThatIsSetBackKeepsNobodyWaiting() {
        Budget budget = new Budget(Rate.perMinute(20));
        budget.spend(20, NOW);
        assertThat(budget.available(NOW.minusSeconds(3600))).isEqualTo(20);
    }
}
