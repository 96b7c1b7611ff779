package io.kanhu.server.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Dkanhu.test.outage=60} makes it longer, in seconds; {@code ./kanhu bench outage} prints what it sees. */
@Tag("long")
class OutageIT {
    private static final int CALLERS = 5;

    @TempDir
    private Path directory;

    @Test
    void aDatabaseThatIsAwayUnderFiveThousandMessagesASecondCostsNothingThatWasAcknowledged() throws Exception {
        Duration away = Duration.ofSeconds(Integer.getInteger("kanhu.test.outage", 8));
        Outage.Seen seen = new Outage(directory, away, 5_000).run();

        assertThat(seen.reason().statusCode()).isEqualTo(503);
        assertThat(seen.reason().body()).contains("\"down\"", "database");
        assertThat(seen.load().words()).contains("lost 0, duplicated 0, not acknowledged 0, out of order 0");
        assertThat(seen.load().code()).isZero();
        assertThat(seen.pressesAnswered()).isEqualTo(CALLERS);
        assertThat(seen.alerts()).isEqualTo(CALLERS);
        assertThat(seen.told()).isGreaterThanOrEqualTo(CALLERS);
        // The queue of 20,000 messages, and whatever the allocator keeps.
        assertThat(seen.meanwhile().live() - seen.before().live()).isLessThan(64);
        assertThat(seen.meanwhile().resident() - seen.before().resident()).isLessThan(96);
        assertThat(seen.after().live() - seen.before().live()).isLessThan(24);
        ServerLog.isFreeOfStackTraces(seen.log());
    }
}
