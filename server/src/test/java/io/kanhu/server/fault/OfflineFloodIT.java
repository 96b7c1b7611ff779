package io.kanhu.server.fault;

import static io.kanhu.server.Person.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.ingest.BandClient;
import io.kanhu.server.Town;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bands come back after an hour without a network, say everything in any order, lose the line and say it again. */
@Tag("long")
class OfflineFloodIT {
    private static final int BANDS = 10;
    private static final Duration OFFLINE = Duration.ofHours(1);
    private static final Duration EVERY = Duration.ofSeconds(4);
    private static final int REPORTS = (int) OFFLINE.dividedBy(EVERY);
    private static final int LARGEST_ARRAY = 500;
    private static final int LOST_CONNECTIONS = 3;
    /** What is over the quota waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path data;

    @Test
    void everyReportIsThereOnceAsItWasMeasuredAndTheNewestIsTheLatest() throws Exception {
        Instant begun = Instant.now().minus(OFFLINE);
        try (Town town = Town.start(data);
                ServerLog log = ServerLog.listen()) {
            CompletableFuture.allOf(IntStream.range(0, BANDS)
                            .mapToObj(band -> CompletableFuture.runAsync(
                                    () -> comeBack(town, band, begun), Executors.newVirtualThreadPerTaskExecutor()))
                            .toArray(CompletableFuture[]::new))
                    .join();
            for (int band = 0; band < BANDS; band++) {
                assertThat(stored(town.jdbi(), town.band(band)))
                        .as(town.band(band))
                        .isEqualTo(measured(band, begun));
                assertThat(town.jdbi()
                                .<Long, RuntimeException>withHandle(
                                        handle -> handle.createQuery("SELECT count(*) FROM location_fix")
                                                .mapTo(long.class)
                                                .one()))
                        .isEqualTo((long) BANDS * REPORTS);
                JsonObject latest = json(town.loggedIn("supervisor").get("/api/wearers/" + town.wearer(band)))
                        .getJsonObject("latest")
                        .getJsonObject("heartRate");
                assertThat(latest.getInteger("bpm")).isEqualTo(pulse(band, REPORTS - 1));
                assertThat(Instant.parse(latest.getString("at"))).isEqualTo(at(begun, REPORTS - 1));
            }
            log.isFreeOfStackTraces();
        }
    }

    private static void comeBack(Town town, int band, Instant begun) {
        Random chance = new Random(band);
        try {
            for (int line = 0; line < LOST_CONNECTIONS; line++) {
                try (BandClient client = town.connect(band)) {
                    send(town, client, band, begun, chance).getFirst().waitForCompletion(PATIENCE.toMillis());
                    client.vanish();
                }
            }
            try (BandClient client = town.connect(band)) {
                for (IMqttToken token : send(town, client, band, begun, chance)) {
                    token.waitForCompletion(PATIENCE.toMillis());
                    assertThat(token.getReasonCodes()).containsExactly(0);
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException("band " + band, e);
        }
    }

    /** Everything, in any order, some of it twice, in arrays of any size. */
    private static List<IMqttToken> send(Town town, BandClient client, int band, Instant begun, Random chance)
            throws Exception {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, REPORTS).boxed().toList());
        order.addAll(order.subList(0, REPORTS / 4));
        Collections.shuffle(order, chance);
        List<IMqttToken> tokens = new ArrayList<>();
        for (int from = 0; from < order.size(); ) {
            int to = Math.min(order.size(), from + 1 + chance.nextInt(LARGEST_ARRAY));
            JsonArray array = new JsonArray();
            order.subList(from, to).forEach(report -> array.add(report(band, report, begun)));
            tokens.add(client.send(
                    "kanhu/v1/" + town.band(band) + "/telemetry", array.encode().getBytes(StandardCharsets.UTF_8)));
            from = to;
        }
        return tokens;
    }

    private static JsonObject report(int band, int number, Instant begun) {
        return new JsonObject()
                .put("ts", at(begun, number).toEpochMilli())
                .put("hr", pulse(band, number))
                .put("steps", number)
                .put(
                        "loc",
                        new JsonObject().put("lat", 35.0 + number / 10_000.0).put("lon", 111.0 + band / 100.0));
    }

    private static int pulse(int band, int number) {
        return 50 + (band * 7 + number) % 90;
    }

    private static Instant at(Instant begun, int number) {
        return Instant.ofEpochMilli(begun.plus(EVERY.multipliedBy(number)).toEpochMilli());
    }

    private static List<String> measured(int band, Instant begun) {
        return IntStream.range(0, REPORTS)
                .mapToObj(number -> line(
                        at(begun, number).toEpochMilli(),
                        pulse(band, number),
                        number,
                        Math.round((35.0 + number / 10_000.0) * 10_000)))
                .toList();
    }

    private static List<String> stored(Jdbi jdbi, String band) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT (extract(epoch FROM measured_at) * 1000)::bigint AS millis, heart_rate, steps,
                               round(latitude * 10000)::bigint AS place
                          FROM vital_sign FULL JOIN location_fix USING (band, measured_at)
                         WHERE band = :band ORDER BY measured_at
                        """)
                .bind("band", band)
                .map((row, context) -> line(
                        row.getLong("millis"), row.getInt("heart_rate"), row.getInt("steps"), row.getLong("place")))
                .list());
    }

    private static String line(long millis, int pulse, int steps, long place) {
        return millis + " hr " + pulse + " steps " + steps + " at " + place;
    }
}
