package io.kanhu.server.fault;

import static org.awaitility.Awaitility.await;

import io.kanhu.database.StoppablePostgres;
import io.kanhu.database.Target;
import io.kanhu.ingest.BandClient;
import io.kanhu.server.command.ServerProcess;
import io.kanhu.server.load.LoadRun;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.DoubleAccumulator;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jdbi.v3.core.Jdbi;

/** The database of a city is stopped and started again while the city's bands report and somebody calls for help. */
final class Outage {
    private static final int LOADED = 1_000;
    private static final int CALLERS = 5;
    private static final Duration BEFORE = Duration.ofSeconds(2);
    private static final Duration AFTER = Duration.ofSeconds(5);
    private static final Duration RECOVERY = Duration.ofSeconds(60);

    private final Path directory;
    private final Duration away;
    private final int perSecond;

    /** {@code perSecond}: messages of all bands, sent when they are due whether or not the server keeps up. */
    Outage(Path directory, Duration away, int perSecond) {
        this.directory = directory;
        this.away = away;
        this.perSecond = perSecond;
    }

    /**
     * What was seen.
     *
     * @param reason what {@code /health/ready} said meanwhile
     * @param load the load's own account: lost, duplicated
     * @param pressesAnswered calls for help made meanwhile that were acknowledged after it
     * @param alerts alerts those calls became; what the load reports may raise others
     * @param told notifications of those alerts
     * @param log what the server printed
     */
    record Seen(
            HttpResponse<String> reason,
            Duration untilNotReady,
            Duration untilReady,
            LoadRun load,
            long pressesAnswered,
            long alerts,
            long told,
            Memory before,
            Memory meanwhile,
            Memory after,
            String log) {

        /** For people. */
        List<String> lines() {
            return List.of(
                    "ready said no after %.1f s: %s".formatted(untilNotReady.toMillis() / 1000.0, reason.body()),
                    "ready again %.1f s after the database was back".formatted(untilReady.toMillis() / 1000.0),
                    "calls for help meanwhile: %d acknowledged, %d alerts, %d notifications"
                            .formatted(pressesAnswered, alerts, told),
                    "server before %s, meanwhile at most %s, after %s".formatted(before, meanwhile, after),
                    load.words());
        }
    }

    /** In MiB; {@code live} is the heap without garbage. */
    record Memory(double resident, double live) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.0f MiB (live heap %.0f MiB)", resident, live);
        }
    }

    Seen run() throws Exception {
        Path data = directory.resolve("data");
        try (StoppablePostgres database = StoppablePostgres.startIn(directory.resolve("elsewhere"));
                ServerProcess server = ServerProcess.demo(data, LOADED + CALLERS, environment(database.target()))) {
            JsonObject keys = ServerProcess.keys(data);
            Watched watched = new Watched(keys, server.pid());
            long seconds = BEFORE.plus(away).plus(AFTER).toSeconds();
            CompletableFuture<LoadRun> load = LoadRun.begin(
                    data,
                    "--connections=" + LOADED,
                    "--rate=" + perSecond,
                    // More than the server's queue takes: it has to send bands away.
                    "--window=40",
                    "--warm-up=0",
                    "--seconds=" + seconds);
            await().atMost(RECOVERY)
                    .until(() ->
                            watched.figure("kanhu_messages_received_total") > (double) perSecond * BEFORE.toSeconds());
            Memory before = new Memory(watched.residentMebibytes(), watched.liveHeapMebibytes());

            database.stop();
            long stopped = System.nanoTime();
            await().atMost(RECOVERY).until(() -> !watched.isReady());
            HttpResponse<String> reason = watched.ready();
            Duration untilNotReady = since(stopped);
            try (Presses presses = Presses.send(keys, LOADED, CALLERS)) {
                Memory meanwhile = watch(watched, stopped);
                database.start();
                long started = System.nanoTime();
                await().atMost(RECOVERY).until(watched::isReady);
                Duration untilReady = since(started);
                long answered = presses.answered();
                LoadRun ran = load.join();
                Memory after = new Memory(watched.residentMebibytes(), watched.liveHeapMebibytes());
                return new Seen(
                        reason,
                        untilNotReady,
                        untilReady,
                        ran,
                        answered,
                        count(database, "SELECT count(*) FROM alert WHERE kind = 'sos' AND band LIKE 'demo-%'"),
                        count(
                                database,
                                "SELECT count(*) FROM notification n JOIN alert a ON a.id = n.alert_id"
                                        + " WHERE a.kind = 'sos' AND a.band LIKE 'demo-%'"),
                        before,
                        meanwhile,
                        after,
                        server.output());
            }
        }
    }

    /** The most memory until the time is up; the live heap is looked at in the end, when most has piled up. */
    private Memory watch(Watched watched, long stopped) {
        DoubleAccumulator resident = new DoubleAccumulator(Math::max, 0);
        await().atMost(away.plus(RECOVERY)).pollInterval(Duration.ofMillis(500)).until(() -> {
            resident.accumulate(watched.residentMebibytes());
            return since(stopped).compareTo(away) > 0;
        });
        return new Memory(resident.get(), watched.liveHeapMebibytes());
    }

    private static Map<String, String> environment(Target target) {
        return Map.of(
                "KANHU_DATABASE_URL",
                target.url(),
                "KANHU_DATABASE_USER",
                target.user(),
                "KANHU_DATABASE_PASSWORD",
                target.password(),
                // All of the heap is there from the start: what memory grows by is growth.
                "JAVA_TOOL_OPTIONS",
                "-Xms512m -XX:+AlwaysPreTouch -XX:+ExitOnOutOfMemoryError");
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private static long count(StoppablePostgres database, String query) {
        Target target = database.target();
        return Jdbi.create(target.url(), target.user(), target.password())
                .withHandle(
                        handle -> handle.createQuery(query).mapTo(long.class).one());
    }

    /** Calls for help that wait for their PUBACK. */
    private record Presses(List<BandClient> bands, List<IMqttToken> tokens) implements AutoCloseable {
        static Presses send(JsonObject keys, int from, int count) throws Exception {
            Presses presses = new Presses(new ArrayList<>(), new ArrayList<>());
            for (int i = from; i < from + count; i++) {
                JsonObject band = keys.getJsonArray("bands").getJsonObject(i);
                String id = band.getString("id");
                BandClient client = BandClient.connect(
                        keys.getJsonObject("mqtt").getInteger("port"),
                        id,
                        band.getString("secret"),
                        new MqttConnectionOptions());
                presses.bands.add(client);
                String press = "{\"id\":\"outage\",\"ts\":%d,\"pressMs\":3200}".formatted(System.currentTimeMillis());
                presses.tokens.add(client.send("kanhu/v1/" + id + "/sos", press.getBytes(StandardCharsets.UTF_8)));
            }
            return presses;
        }

        long answered() {
            await().atMost(RECOVERY).until(() -> tokens.stream().allMatch(IMqttToken::isComplete));
            return tokens.stream().filter(token -> token.getException() == null).count();
        }

        @Override
        public void close() throws MqttException {
            for (BandClient band : bands) {
                band.close();
            }
        }
    }
}
