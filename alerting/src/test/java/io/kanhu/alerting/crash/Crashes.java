package io.kanhu.alerting.crash;

import static org.awaitility.Awaitility.await;

import io.kanhu.alerting.Town;
import io.kanhu.alerting.crash.SlowGateway.Request;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A dispatcher that is killed again and again at random moments, while people call for help. */
final class Crashes {
    private static final int MOST_CALLS_A_LIFE = 3;
    private static final int LONGEST_LIFE_MILLIS = 1_500;

    private final Town town;
    private final Random random;
    private final int times;

    Crashes(Town town, long seed, int times) {
        this.town = town;
        this.random = new Random(seed);
        this.times = times;
    }

    /**
     * What the gateway has seen and the database holds in the end.
     *
     * @param midSend how many kills found a message under way
     * @param sendings requests at the gateway
     * @param ids the gateway's, each once
     * @param keys the database's, as the gateway knows them
     * @param changed ids that came with more than one text
     * @param messages rows
     * @param distinct rows, those of one call to one person by one means counted once
     * @param stuck calls without a deadline ahead
     */
    record Seen(
            int kills,
            int midSend,
            long presses,
            long cases,
            int sendings,
            Set<String> ids,
            Set<String> keys,
            List<String> changed,
            long messages,
            long distinct,
            long stuck) {
        String line() {
            return String.format(
                    Locale.ROOT,
                    "killed %d times, %d of them in mid-send; %d presses, %d cases, %d messages (%d different); the gateway was sent "
                            + "%d ids in %d requests, %d of them again; lost %d, unknown %d, changed %d, stuck %d",
                    kills,
                    midSend,
                    presses,
                    cases,
                    messages,
                    distinct,
                    ids.size(),
                    sendings,
                    sendings - ids.size(),
                    keys.stream().filter(key -> !ids.contains(key)).count(),
                    ids.stream().filter(id -> !keys.contains(id)).count(),
                    changed.size(),
                    stuck);
        }
    }

    Seen run() throws Exception {
        ShortLadder.in(town, times * MOST_CALLS_A_LIFE);
        int calls = 0;
        int midSend = 0;
        try (SlowGateway gateway = new SlowGateway(node -> Duration.ofMillis(100 + random.nextInt(300)))) {
            for (int life = 0; life < times; life++) {
                String node = "node" + life;
                try (DispatcherProcess dispatcher = DispatcherProcess.start(town.target(), gateway.url(node))) {
                    long until = System.nanoTime() + random.nextInt(LONGEST_LIFE_MILLIS) * 1_000_000L;
                    for (int i = 0; i < MOST_CALLS_A_LIFE; i++) {
                        ShortLadder.call(town, ++calls);
                    }
                    await().pollInterval(Duration.ofMillis(1)).until(() -> System.nanoTime() >= until);
                    midSend += gateway.underWay(node).isEmpty() ? 0 : 1;
                    dispatcher.kill();
                }
            }
            try (DispatcherProcess last = DispatcherProcess.start(town.target(), gateway.url("last"))) {
                last.requireAlive();
                await().atMost(Duration.ofSeconds(60)).until(() -> ShortLadder.isQuiet(town));
            }
            return seen(gateway, calls, midSend);
        }
    }

    private Seen seen(SlowGateway gateway, int calls, int midSend) {
        Map<String, Set<String>> bodies = gateway.bodies();
        return new Seen(
                times,
                midSend,
                calls,
                town.number("SELECT count(DISTINCT alert_id) FROM sos_press"),
                gateway.requests().size(),
                new HashSet<>(gateway.requests().stream().map(Request::id).toList()),
                new HashSet<>(town.texts("SELECT 'msg_' || idempotency_key FROM notification")),
                bodies.entrySet().stream()
                        .filter(one -> one.getValue().size() > 1)
                        .map(Map.Entry::getKey)
                        .toList(),
                town.number("SELECT count(*) FROM notification"),
                town.number("SELECT count(DISTINCT (alert_id, worker_id, contact_id, channel)) FROM notification"),
                town.number("SELECT count(*) FROM alert WHERE next_action_at IS NULL OR next_action_at < now()"));
    }
}
