package io.kanhu.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AllowanceTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int RATE = 10;

    private final Allowance allowance = new Allowance(RATE, 0);

    @Test
    void fourSecondsWorthComeAtOnceAndThenWhatTimeBrings() {
        assertThat(takenAt(0)).isEqualTo(4 * RATE);
        assertThat(takenAt(SECOND)).isEqualTo(RATE);
        assertThat(takenAt(3 * SECOND)).isEqualTo(2 * RATE);
    }

    @Test
    void whoWaitsAsLongAsSaidMayGoOn() {
        long later = SECOND / 1000;
        takenAt(0);
        assertThat(takenAt(later)).isOne();
        long nanos = allowance.take(1, later);
        assertThat(nanos).isPositive().isLessThanOrEqualTo(SECOND / RATE);
        assertThat(allowance.take(1, later + nanos)).isZero();
    }

    @Test
    void nothingIsSavedUpForLongerThanThat() {
        assertThat(takenAt(Duration.ofDays(30).toNanos())).isEqualTo(4 * RATE);
    }

    @Test
    void aMessageLargerThanAllOfItIsLetThroughAndPaidForAfterwards() {
        assertThat(allowance.take(100 * RATE, 0)).isZero();
        assertThat(allowance.take(1, 90 * SECOND)).isPositive();
        assertThat(allowance.take(1, 97 * SECOND)).isZero();
    }

    @Test
    void anOlderReadingOfTheClockTakesNothingBack() {
        takenAt(SECOND);
        assertThat(allowance.take(1, 0)).isPositive();
        assertThat(takenAt(2 * SECOND)).isEqualTo(RATE);
    }

    @Test
    void itIsFullAgainWhenWhatWasTakenHasComeBack() {
        assertThat(allowance.untilFull(0)).isZero();
        allowance.take(RATE, 0);
        assertThat(allowance.untilFull(SECOND / 2)).isEqualTo(SECOND / 2);
        assertThat(allowance.untilFull(SECOND)).isZero();
    }

    private int takenAt(long now) {
        int taken = 0;
        while (allowance.take(1, now) == 0) {
            taken++;
        }
        return taken;
    }
}
