package io.kanhu.alerting.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.alerting.channel.Channel.Answer.Accepted;
import io.kanhu.alerting.channel.Channel.Answer.Later;
import io.kanhu.alerting.channel.Channel.Answer.Refused;
import io.kanhu.alerting.channel.Channel.Answer.TooMany;
import io.kanhu.alerting.ladder.Means;
import io.kanhu.database.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ChannelHealthTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-21T01:00:00Z"));
    private final ChannelHealth health = new ChannelHealth(Means.SMS, "somebody", clock);

    @Test
    void itFailsSinceTheFirstOfThreeInARowUntilOneSucceeds() {
        health.note(new Later("away", Duration.ZERO));
        clock.pass(Duration.ofSeconds(2));
        health.note(new TooMany("busy", Duration.ZERO));
        assertThat(health.state().failingSince()).isNull();
        assertThat(health.failing()).isZero();
        clock.pass(Duration.ofSeconds(4));
        health.note(new Later("away still", Duration.ZERO));
        clock.pass(Duration.ofSeconds(10));
        assertThat(health.failing()).isEqualTo(Duration.ofSeconds(16));
        assertThat(health.state().lastError()).isEqualTo("away still");
        health.note(new Accepted(null));
        assertThat(health.failing()).isZero();
        assertThat(health.state().lastSuccess()).isEqualTo(clock.instant());
    }

    @Test
    void aMessageThatIsRefusedForItsOwnSakeSaysNothingOfTheChannel() {
        for (int i = 0; i < 5; i++) {
            health.note(new Refused("no number"));
        }
        assertThat(health.state().failingSince()).isNull();
        assertThat(health.state().lastError()).isEqualTo("no number");
    }
}
