package io.kanhu.server.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.ingest.BandClient;
import io.kanhu.server.Person;
import io.kanhu.server.Town;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One message that the database will not have, in the middle of a batch of good ones. */
@Tag("long")
class PoisonIT {
    private static final int BANDS = 10;
    private static final int EACH = 20;
    private static final int POISONED_BAND = 3;
    private static final int POISONED_MESSAGE = 7;
    private static final int PAYLOAD_FORMAT_INVALID = 0x99;

    @TempDir
    private Path data;

    @Test
    void onlyThePoisonIsRefusedAndItsBandIsToldWhy() throws Exception {
        try (Town town = Town.start(data);
                ServerLog log = ServerLog.listen()) {
            long from = System.currentTimeMillis() - EACH;
            town.jdbi()
                    .useHandle(handle -> handle.execute(
                            "ALTER TABLE vital_sign ADD CONSTRAINT poison CHECK (band <> '%s' OR heart_rate <> %d)"
                                    .formatted(town.band(POISONED_BAND), pulse(POISONED_MESSAGE))));
            List<BandClient> bands = new ArrayList<>();
            List<List<IMqttToken>> sent = new ArrayList<>();
            for (int band = 0; band < BANDS; band++) {
                bands.add(town.connect(band));
            }
            // While the table is locked all of it piles up, so that it is one batch.
            town.jdbi().useTransaction(handle -> {
                handle.execute("LOCK TABLE vital_sign IN EXCLUSIVE MODE");
                for (int band = 0; band < BANDS; band++) {
                    sent.add(send(town, bands.get(band), band, from));
                }
            });
            for (int band = 0; band < BANDS; band++) {
                for (int message = 0; message < EACH; message++) {
                    IMqttToken token = sent.get(band).get(message);
                    token.waitForCompletion(10_000);
                    boolean poison = band == POISONED_BAND && message == POISONED_MESSAGE;
                    assertThat(token.getReasonCodes()).containsExactly(poison ? PAYLOAD_FORMAT_INVALID : 0);
                }
            }
            for (BandClient band : bands) {
                band.close();
            }
            assertThat(count(town, "SELECT count(*) FROM vital_sign")).isEqualTo((long) BANDS * EACH - 1);
            assertThat(count(
                            town,
                            "SELECT count(*) FROM rejected_message WHERE band = '%s' AND reason = 'malformed'"
                                    .formatted(town.band(POISONED_BAND))))
                    .isOne();
            assertThat(count(town, "SELECT count(*) FROM rejected_message")).isOne();
            assertThat(new Person(town.metrics()).get("").body())
                    .contains("kanhu_ingest_failures_total{lane=\"telemetry\"} 1.0");
            log.isFreeOfStackTraces();
        }
    }

    private static List<IMqttToken> send(Town town, BandClient client, int band, long from) throws Exception {
        List<IMqttToken> tokens = new ArrayList<>();
        for (int message = 0; message < EACH; message++) {
            String report = "{\"ts\":%d,\"hr\":%d}".formatted(from + message, pulse(message));
            tokens.add(
                    client.send("kanhu/v1/" + town.band(band) + "/telemetry", report.getBytes(StandardCharsets.UTF_8)));
        }
        return tokens;
    }

    private static int pulse(int message) {
        return 60 + message;
    }

    private static long count(Town town, String query) {
        return town.jdbi()
                .withHandle(
                        handle -> handle.createQuery(query).mapTo(long.class).one());
    }
}
