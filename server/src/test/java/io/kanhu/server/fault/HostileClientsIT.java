package io.kanhu.server.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.ingest.BandClient;
import io.kanhu.ingest.DeafClient;
import io.kanhu.server.command.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One server, and clients that do it harm, each in its way: whoever behaves must not notice. */
@Tag("long")
class HostileClientsIT {
    private static final int BANDS = 20;
    private static final int HALF_OPEN = 10_000;
    private static final int CALLS = 5;
    private static final int UNREAD = 100_000;
    /** As many connections as a band may have. */
    private static final int MOST_FORGOTTEN_OF_A_BAND = 4;

    private static final double MOST_MEBIBYTES_KEPT = 16;
    /** Buffers outside the heap and a heap that grew before it was collected, too. */
    private static final double MOST_MEBIBYTES_RESIDENT = 128;

    private static final int MOST_FILES_KEPT = 50;

    @TempDir
    private static Path data;

    private static ServerProcess server;
    private static Watched watched;
    private static JsonObject keys;
    private static Jdbi jdbi;
    private int logged;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.demo(data, BANDS);
        keys = ServerProcess.keys(data);
        watched = new Watched(keys, server.pid());
        JsonObject database = keys.getJsonObject("jdbc");
        jdbi = Jdbi.create(database.getString("url"), database.getString("user"), database.getString("password"));
        // What it needs anyway it has from now on.
        new Fuzz(port(), bands()).send(500, -1);
        callForHelp(0, "warm-up");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void turnTheLogToANewPage() throws Exception {
        logged = server.output().length();
    }

    @AfterEach
    void badInputLeavesNoStackTraceInTheLog() throws Exception {
        ServerLog.isFreeOfStackTraces(server.output().substring(logged));
    }

    @Test
    void aBandThatFloodsAndNeverReadsItsAcknowledgementsHarmsNobody() throws Exception {
        double heap = watched.liveHeapMebibytes();
        double resident = watched.residentMebibytes();
        double connections = watched.figure("kanhu_connections");
        JsonObject band = bands().getLast();
        try (DeafClient deaf = DeafClient.connect(port(), band.getString("id"), band.getString("secret"))) {
            deaf.send(UNREAD);
            callForHelp(1, "beside-the-deaf");
            assertThat(watched.liveHeapMebibytes() - heap).isLessThan(MOST_MEBIBYTES_KEPT);
            assertThat(watched.residentMebibytes() - resident).isLessThan(MOST_MEBIBYTES_RESIDENT);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> watched.figure("kanhu_connections") <= connections);
        assertThat(watched.figure("kanhu_quota_waiting_bytes")).isZero();
    }

    @Test
    void tenThousandHalfOpenConnectionsKeepNobodyOutAndAreClosed() throws Exception {
        double heap = watched.liveHeapMebibytes();
        int files = watched.openFiles();
        try (HalfOpen half = new HalfOpen()) {
            half.open(port(), HALF_OPEN);
            await().atMost(Duration.ofSeconds(10)).until(() -> watched.openFiles() > files + HALF_OPEN - CALLS);
            for (int call = 0; call < CALLS; call++) {
                callForHelp(2 + call, "in-the-crowd");
            }
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        half.drip();
                        return half.remaining() == 0;
                    });
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> watched.openFiles() < files + MOST_FILES_KEPT);
        assertThat(watched.liveHeapMebibytes() - heap).isLessThan(MOST_MEBIBYTES_KEPT);
    }

    /** {@code -Dkanhu.test.frames=1000000} sends more of them, {@code -Dkanhu.test.seed=7} others. */
    @Test
    void framesThatMakeNoSenseAreAnsweredOrCutOffAndLeaveNothingBehind() throws Exception {
        double heap = watched.liveHeapMebibytes();
        int files = watched.openFiles();
        double refusals = watched.figure("kanhu_refusals_total");
        double turnedAway = watched.figure("kanhu_connects_refused_total");
        double received = watched.figure("kanhu_messages_received_total");
        new Fuzz(port(), bands()).send(Long.getLong("kanhu.test.frames", 50_000), Long.getLong("kanhu.test.seed", 1));

        callForHelp(7, "after-the-noise");
        // Of some Vert.x does not tell that they have ended (ingest's NonsenseIT); their sockets are closed all the
        // same.
        await().atMost(Duration.ofSeconds(30))
                .until(() -> watched.figure("kanhu_connections") <= BANDS * MOST_FORGOTTEN_OF_A_BAND);
        await().atMost(Duration.ofSeconds(30)).until(() -> watched.openFiles() < files + MOST_FILES_KEPT);
        assertThat(watched.liveHeapMebibytes() - heap).isLessThan(MOST_MEBIBYTES_KEPT);
        // It did get as far as that.
        assertThat(watched.figure("kanhu_refusals_total")).isGreaterThan(refusals);
        assertThat(watched.figure("kanhu_connects_refused_total")).isGreaterThan(turnedAway);
        assertThat(watched.figure("kanhu_messages_received_total")).isGreaterThan(received);
        assertThat(watched.figure("kanhu_ingest_failures_total")).isZero();
        assertThat(watched.isReady()).isTrue();
    }

    /** A band connects, calls for help and has its acknowledgement; the alert is there. */
    private static void callForHelp(int number, String press) throws MqttException {
        JsonObject band = bands().get(number);
        String id = band.getString("id");
        try (BandClient client =
                BandClient.connect(port(), id, band.getString("secret"), new MqttConnectionOptions())) {
            assertThat(client.publish("kanhu/v1/" + id + "/sos", "{\"id\":\"%s\",\"pressMs\":3200}".formatted(press)))
                    .isZero();
        }
        assertThat(count("SELECT count(*) FROM sos_press WHERE band = '%s' AND press_id = '%s' AND alert_id IS NOT NULL"
                        .formatted(id, press)))
                .isOne();
    }

    private static long count(String query) {
        return jdbi.withHandle(
                handle -> handle.createQuery(query).mapTo(long.class).one());
    }

    private static int port() {
        return keys.getJsonObject("mqtt").getInteger("port");
    }

    private static List<JsonObject> bands() {
        return keys.getJsonArray("bands").stream().map(JsonObject.class::cast).toList();
    }
}
