package io.kanhu.alerting.crash;

import static org.awaitility.Awaitility.await;

import io.kanhu.alerting.Town;
import io.kanhu.alerting.crash.SlowGateway.Request;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/** Two dispatchers share the work; one is killed in mid-send, and the other goes on. */
final class Takeover {
    private static final int CALLS = 20;
    private static final int LEAST_UNDER_WAY = 3;

    private final Town town;

    Takeover(Town town) {
        this.town = town;
    }

    /**
     * @param underWay messages that the one that died had sent and had no answer to
     * @param resent from the kill until the other had sent the last of these again
     * @param latestStep how much later than it was due the latest step of a ladder was taken
     * @param shared how many requests came from the one that lived, before the kill
     */
    record Seen(int underWay, Duration resent, Duration latestStep, long shared, long messages) {
        String line() {
            return String.format(
                    Locale.ROOT,
                    "%d messages under way at the kill, all sent again by the other after %d ms; the latest step of %d was %d ms late",
                    underWay,
                    resent.toMillis(),
                    messages,
                    latestStep.toMillis());
        }
    }

    Seen run() throws Exception {
        ShortLadder.in(town, CALLS);
        // Slower than any lease: what is under way stays so until the kill.
        try (SlowGateway gateway =
                        new SlowGateway(node -> node.equals("dies") ? Duration.ofSeconds(20) : Duration.ofMillis(50));
                DispatcherProcess dies = DispatcherProcess.start(town.target(), gateway.url("dies"));
                DispatcherProcess lives = DispatcherProcess.start(town.target(), gateway.url("lives"))) {
            for (int i = 1; i <= CALLS; i++) {
                ShortLadder.call(town, i);
            }
            await().pollInterval(Duration.ofMillis(1))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> gateway.underWay("dies").size() >= LEAST_UNDER_WAY);
            // Longer than a lease: only a sign of life keeps the other from sending it.
            await().pollDelay(Duration.ofSeconds(5)).until(() -> true);
            Set<String> underWay = gateway.underWay("dies");
            long early = resent(gateway, underWay);
            if (early > 0) {
                throw new IllegalStateException(early + " messages were sent again while their dispatcher lived");
            }
            long shared = gateway.requests().stream()
                    .filter(request -> request.node().equals("lives"))
                    .count();
            long killed = System.nanoTime();
            dies.kill();
            await().pollInterval(Duration.ofMillis(5))
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> resent(gateway, underWay) == underWay.size());
            long last = gateway.requests().stream()
                    .filter(request -> request.node().equals("lives") && underWay.contains(request.id()))
                    .mapToLong(Request::nanoTime)
                    .max()
                    .orElse(killed);
            await().atMost(Duration.ofSeconds(60)).until(() -> ShortLadder.isQuiet(town));
            lives.requireAlive();
            return new Seen(underWay.size(), Duration.ofNanos(last - killed), latestStep(), shared, messages());
        }
    }

    private static long resent(SlowGateway gateway, Set<String> underWay) {
        return gateway.requests().stream()
                .filter(request -> request.node().equals("lives") && underWay.contains(request.id()))
                .map(Request::id)
                .distinct()
                .count();
    }

    private long messages() {
        return town.number("SELECT count(*) FROM notification");
    }

    /** The rungs of the short ladder are a second apart. */
    private Duration latestStep() {
        return Duration.ofMillis(town.number("""
                SELECT max(extract(epoch FROM e.at - a.received_at) * 1000 - (e.detail->>'rung')::int * 1000)::bigint
                  FROM alert_event e JOIN alert a ON a.id = e.alert_id WHERE e.kind = 'dispatched'
                """));
    }
}
