package io.kanhu.server.command;

import static org.awaitility.Awaitility.await;

import io.kanhu.server.command.Fleet.Sent;
import io.kanhu.server.command.ReportCounts.Found;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The plug is pulled again and again, while bands publish as fast as they are acknowledged and somebody calls for help. */
final class Kills {
    private static final int EACH_ROUND = 5_000;
    private static final long MILLIS_OF_A_ROUND = Duration.ofMinutes(15).toMillis();

    private final Path data;
    private final int bands;
    private final int times;

    Kills(Path data, int bands, int times) {
        this.data = data;
        this.bands = bands;
        this.times = times;
    }

    /**
     * What bands know, and what the database holds in the end.
     *
     * @param acknowledged reports with a PUBACK
     * @param sent all reports
     * @param pressesAcknowledged ids of presses with a PUBACK
     * @param pressesSent ids of all presses
     * @param log what the last server has printed
     */
    record Seen(
            Set<Sent> acknowledged,
            Set<Sent> sent,
            Set<String> pressesAcknowledged,
            Set<String> pressesSent,
            Found found,
            String log) {

        /** Acknowledged and not there. */
        long lost() {
            return acknowledged.stream()
                            .filter(report -> !found.reports().contains(report))
                            .count()
                    + pressesAcknowledged.stream()
                            .filter(press -> !found.presses().contains(press))
                            .count();
        }

        /** There more than once. */
        long duplicated() {
            return found.rows()
                    - found.reports().size()
                    + found.presses().size()
                    - new HashSet<>(found.presses()).size();
        }

        /** For people. */
        String line() {
            return String.format(
                    Locale.ROOT,
                    "acknowledged %,d reports of %,d and %,d presses of %,d; stored %,d and %,d; lost %d, duplicated %d",
                    acknowledged.size(),
                    sent.size(),
                    pressesAcknowledged.size(),
                    pressesSent.size(),
                    found.rows(),
                    found.presses().size(),
                    lost(),
                    duplicated());
        }
    }

    Seen run() throws Exception {
        Set<Sent> acknowledged = new HashSet<>();
        Set<Sent> sent = new HashSet<>();
        Caller caller = new Caller();
        long begun = System.currentTimeMillis() - MILLIS_OF_A_ROUND * (times + 1);
        for (int round = 0; round < times; round++) {
            ServerProcess server = ServerProcess.demo(data, bands);
            try (Fleet fleet = new Fleet(begun + round * MILLIS_OF_A_ROUND)) {
                List<JsonObject> members = members();
                fleet.start(mqttPort(), members.subList(1, members.size()));
                caller.start(mqttPort(), members.getFirst());
                int answered = caller.acknowledged().size();
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> fleet.acknowledgedCount() > EACH_ROUND
                                && caller.acknowledged().size() > answered);
                server.kill();
                fleet.stop();
                caller.stop();
                acknowledged.addAll(fleet.acknowledged());
                sent.addAll(fleet.sent());
            } finally {
                server.close();
            }
        }
        try (ServerProcess again = ServerProcess.demo(data, bands)) {
            // The band did not hear of the last PUBACK and sends that press again.
            caller.sendLastAgain(mqttPort(), members().getFirst());
            return new Seen(
                    acknowledged,
                    sent,
                    caller.acknowledged(),
                    caller.sent(),
                    ReportCounts.in(ServerProcess.keys(data)),
                    again.output());
        }
    }

    private int mqttPort() throws Exception {
        return ServerProcess.keys(data).getJsonObject("mqtt").getInteger("port");
    }

    private List<JsonObject> members() throws Exception {
        return ServerProcess.keys(data).getJsonArray("bands").stream()
                .map(JsonObject.class::cast)
                .toList();
    }
}
