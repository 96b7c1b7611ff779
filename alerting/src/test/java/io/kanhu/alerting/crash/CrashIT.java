package io.kanhu.alerting.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.alerting.Town;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real processes and real seconds. {@code ./kanhu bench crash} prints what comes of it; {@code -Dkanhu.test.crashes=50}. */
@Tag("long")
class CrashIT {
    private static final Town town = new Town();

    @AfterAll
    static void close() {
        town.close();
    }

    @Test
    void aDispatcherThatIsKilledAtAnyMomentCostsNothingButSendingsUnderTheSameId() throws Exception {
        Crashes.Seen seen = new Crashes(town, System.nanoTime(), Integer.getInteger("kanhu.test.crashes", 50)).run();
        System.out.println(seen.line());

        assertThat(seen.cases()).isEqualTo(seen.presses());
        assertThat(seen.messages()).isEqualTo(seen.presses() * ShortLadder.MESSAGES);
        assertThat(seen.distinct()).isEqualTo(seen.messages());
        assertThat(seen.ids()).isEqualTo(seen.keys());
        assertThat(seen.changed()).isEmpty();
        assertThat(seen.stuck()).isZero();
        assertThat(seen.midSend()).isPositive();
    }

    @Test
    void whenOneOfTwoDiesTheOtherGoesOnWithinSeconds() throws Exception {
        Takeover.Seen seen = new Takeover(town).run();
        System.out.println(seen.line());

        // Half a second more is a look; the machine may be busy. Without a takeover it would be three quarters of a
        // minute.
        assertThat(seen.resent()).isLessThan(Duration.ofSeconds(10));
        assertThat(seen.messages()).isEqualTo(20L * ShortLadder.MESSAGES);
        assertThat(seen.shared()).isPositive();
    }
}
