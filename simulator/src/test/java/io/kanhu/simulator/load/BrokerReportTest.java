package io.kanhu.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class BrokerReportTest {

    @Test
    void whoeverIsBusyIsNamedOnlyIfSomethingWasLeftBehind() {
        assertThat(report(10_000, 0.95, 0.5).limit(2)).startsWith("none met");
        assertThat(report(7_000, 0.95, 0.5).limit(2)).startsWith("the broker, whose one thread is busy (0.95 cores)");
        assertThat(report(7_000, 0.6, 0.85).limit(2)).startsWith("the machine, 1.85 of its 2 cores are busy");
        assertThat(report(7_000, 0.6, 0.85).limit(2)).endsWith("most of all the server");
        assertThat(report(7_000, 0.3, 0.5).limit(4)).startsWith("no processor");
    }

    @Test
    void aBrokerThatDoesNoBetterByItselfIsTheLimit() {
        assertThat(report(7_000, 0.6, 0.85, 8_000).limit(2))
                .isEqualTo(
                        "the broker, which passes on 8,000 messages/s where nobody stores them: this run is 0.88 of that");
        assertThat(report(5_000, 0.6, 0.85, 8_000).limit(2)).startsWith("the machine");
        assertThat(report(9_900, 0.6, 0.85, 9_900).limit(2)).startsWith("none met");
    }

    /** 10,000 messages a second for two seconds, of which so many were committed. */
    private static BrokerReport report(long committedPerSecond, double broker, double server) {
        return report(committedPerSecond, broker, server, 0);
    }

    private static BrokerReport report(long committedPerSecond, double broker, double server, double rawLimit) {
        Histogram none = new Histogram(3);
        return new BrokerReport(
                10_000,
                rawLimit,
                new LoadFigures(),
                new Commits(2 * committedPerSecond, none, none),
                new CountedTime.Counted(
                        Instant.EPOCH,
                        Instant.EPOCH.plusSeconds(2),
                        List.of(
                                new Meters.Usage("load generator", 0.4, 1),
                                new Meters.Usage("server", server, 1),
                                new Meters.Usage("broker", broker, 1))));
    }
}
