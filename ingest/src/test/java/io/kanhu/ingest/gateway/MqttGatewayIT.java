package io.kanhu.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kanhu.ingest.BandClient;
import io.kanhu.ingest.Neighbourhood;
import io.kanhu.ingest.RecordingHook;
import io.kanhu.ingest.SourceUnavailable;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MqttGatewayIT {
    private static OpenGateway open;
    private static Neighbourhood town;
    private static RecordingHook hook;
    private static MqttGateway gateway;

    @BeforeAll
    static void start() {
        open = OpenGateway.with("b1", "b2", "b3", "b4", "b5");
        town = open.town();
        hook = open.hook();
        gateway = open.gateway();
    }

    @AfterAll
    static void stop() {
        open.close();
    }

    @Test
    void aReportIsInTheDatabaseWhenItsAcknowledgementComes() throws MqttException {
        try (BandClient band = BandClient.connect(gateway.port(), "b1")) {
            long ts = now(1);
            assertThat(band.publish("kanhu/v1/b1/telemetry", "{\"ts\":%d,\"hr\":72,\"batt\":80}".formatted(ts)))
                    .isZero();
            assertThat(town.count("SELECT heart_rate FROM vital_sign WHERE band = 'b1' AND measured_at = " + at(ts)))
                    .isEqualTo(72);
            assertThat(town.count("SELECT wearer_id FROM vital_sign WHERE band = 'b1' AND measured_at = " + at(ts)))
                    .isEqualTo(town.count("SELECT id FROM wearer WHERE code = 'b1'"));
            assertThat(town.count("SELECT battery FROM band_status WHERE band = 'b1' AND measured_at = " + at(ts)))
                    .isEqualTo(80);
        }
    }

    @Test
    void aSecondReportOfTheSameMomentFillsWhatIsEmptyAndNeverOverwrites() throws MqttException {
        try (BandClient band = BandClient.connect(gateway.port(), "b1")) {
            long ts = now(2);
            String topic = "kanhu/v1/b1/telemetry";
            band.publish(topic, "{\"ts\":%d,\"hr\":72}".formatted(ts));
            band.publish(topic, "{\"ts\":%d,\"hr\":72}".formatted(ts));
            band.publish(topic, "{\"ts\":%d,\"hr\":99,\"bp\":{\"sys\":130,\"dia\":80}}".formatted(ts));
            String row = " FROM vital_sign WHERE band = 'b1' AND measured_at = " + at(ts);
            assertThat(town.count("SELECT count(*)" + row)).isOne();
            assertThat(town.count("SELECT heart_rate" + row)).isEqualTo(72);
            assertThat(town.count("SELECT systolic" + row)).isEqualTo(130);
        }
    }

    @Test
    void aPressIsStoredAndRaisedOnceHoweverOftenItIsSent() throws MqttException {
        try (BandClient band = BandClient.connect(gateway.port(), "b2")) {
            String press = "{\"ts\":%d,\"id\":\"p1\",\"pressMs\":3100}".formatted(now(3));
            assertThat(band.publish("kanhu/v1/b2/sos", press)).isZero();
            assertThat(band.publish("kanhu/v1/b2/sos", press)).isZero();
            band.publish("kanhu/v1/b2/sos", "{\"ts\":%d,\"id\":\"p2\",\"pressMs\":900}".formatted(now(4)));
            assertThat(town.count("SELECT count(*) FROM sos_press WHERE band = 'b2'"))
                    .isEqualTo(2);
            assertThat(hook.raised.stream().filter(p -> p.id().equals("p1"))).hasSize(1);
            assertThat(hook.raised.stream().filter(p -> p.id().equals("p2"))).isEmpty();
            band.publish("kanhu/v1/b2/sos", "{\"ts\":%d,\"id\":\"p1\",\"cancel\":true}".formatted(now(5)));
            assertThat(hook.calledOff).containsExactly(1L);
        }
    }

    @Test
    void aBrokenPayloadIsRefusedWithAReasonAndKeptForTheFirmwaresMaker() throws MqttException {
        try (BandClient band = BandClient.connect(gateway.port(), "b3")) {
            assertThat(refusalCode(band, "kanhu/v1/b3/telemetry", "{\"ts\":1")).isEqualTo(0x99);
            assertThat(town.count("SELECT count(*) FROM rejected_message WHERE band = 'b3' AND reason = 'malformed'"))
                    .isOne();
            assertThat(band.publish("kanhu/v1/b3/telemetry", "{\"ts\":%d,\"hr\":70}".formatted(now(6))))
                    .isZero();
        }
    }

    @Test
    void anotherBandsTopicIsRefused() throws MqttException {
        try (BandClient band = BandClient.connect(gateway.port(), "b3")) {
            assertThat(refusalCode(band, "kanhu/v1/b1/sos", "{\"id\":\"spoof\"}"))
                    .isEqualTo(0x87);
            assertThat(refusalCode(band, "kanhu/v1/b3/nonsense", "{}")).isEqualTo(0x90);
            assertThat(band.subscribe("kanhu/v1/b1/command")).isGreaterThanOrEqualTo(0x80);
            assertThat(band.subscribe("kanhu/v1/b3/telemetry")).isGreaterThanOrEqualTo(0x80);
        }
        assertThat(hook.raised.stream().filter(p -> p.id().equals("spoof"))).isEmpty();
    }

    @Test
    void aWrongSecretAnUnknownBandAndNoCredentialsAreTurnedAway() {
        for (String[] pair : new String[][] {{"b1", "guess"}, {"nobody", "guess"}}) {
            assertThatThrownBy(() -> BandClient.connect(gateway.port(), pair[0], pair[1], new MqttConnectionOptions()))
                    .isInstanceOfSatisfying(
                            MqttException.class,
                            e -> assertThat(e.getReasonCode()).isEqualTo(0x86));
        }
    }

    @Test
    void aClientIdIsGivenOnlyToABandThatHasNone() throws MqttException {
        assertThat(clientIdGivenTo("b4-bench")).isNull();
        assertThat(clientIdGivenTo("")).isNotEmpty();
    }

    @Test
    void theSameClientIdTakesTheSessionOver() throws Exception {
        try (BandClient first = BandClient.connect(gateway.port(), "b4");
                BandClient second = BandClient.connect(gateway.port(), "b4")) {
            assertThat(first.disconnectedWith()).isEqualTo(0x8E);
            assertThat(second.publish("kanhu/v1/b4/telemetry", "{\"ts\":%d,\"hr\":70}".formatted(now(7))))
                    .isZero();
        }
    }

    @Test
    void aBandThatVanishesLeavesItsWill() throws MqttException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setWill(
                "kanhu/v1/b5/status",
                new MqttMessage("{\"online\":false}".getBytes(StandardCharsets.UTF_8), 1, false, null));
        BandClient.connect(gateway.port(), "b5", Neighbourhood.secretOf("b5"), options)
                .vanish();
        await().until(() -> town.count("SELECT count(*) FROM band_status WHERE band = 'b5' AND NOT online") == 1);
    }

    @Test
    void aPayloadOfAMebibyteEndsTheConnectionAndNothingElse() throws Exception {
        try (BandClient other = BandClient.connect(gateway.port(), "b2");
                BandClient band = BandClient.connect(gateway.port(), "b3")) {
            assertThatThrownBy(() -> band.send("kanhu/v1/b3/telemetry", new byte[1 << 20])
                            .waitForCompletion(10_000))
                    .isInstanceOf(MqttException.class);
            assertThat(other.publish("kanhu/v1/b2/telemetry", "{\"ts\":%d,\"hr\":70}".formatted(now(8))))
                    .isZero();
        }
    }

    @Test
    void aCommandIsAcknowledgedByTheBandThatListens() throws Exception {
        try (BandClient band = BandClient.connect(gateway.port(), "b1")) {
            assertThat(gateway.send("b1", bytes("{}")).toCompletableFuture().get(5, TimeUnit.SECONDS))
                    .isFalse();
            assertThat(band.subscribe("kanhu/v1/b1/command")).isEqualTo(1);
            assertThat(open.listening()).contains("b1");
            assertThat(gateway.send("b1", bytes("{\"id\":\"c1\"}"))
                            .toCompletableFuture()
                            .get(5, TimeUnit.SECONDS))
                    .isTrue();
            await().until(() -> band.received().contains("kanhu/v1/b1/command {\"id\":\"c1\"}"));
        }
    }

    @Test
    void aCommandReachesEveryConnectionOfTheBandThatListens() throws Exception {
        try (BandClient band = BandClient.connect(gateway.port(), "b2");
                BandClient beside = BandClient.beside(gateway.port(), "b2")) {
            band.subscribe("kanhu/v1/b2/command");
            beside.subscribe("kanhu/v1/b2/command");
            assertThat(gateway.send("b2", bytes("{\"id\":\"c2\"}"))
                            .toCompletableFuture()
                            .get(5, TimeUnit.SECONDS))
                    .isTrue();
            for (BandClient each : List.of(band, beside)) {
                await().until(() -> each.received().contains("kanhu/v1/b2/command {\"id\":\"c2\"}"));
            }
        }
    }

    @Test
    void aPortInUseIsSaidSo() {
        // Listeners of one Vert.x share a port, so the rival needs a Vert.x of its own.
        Vertx rival = Vertx.builder().withTransport(GatewayTransport.best()).build();
        try {
            MqttGateway blocked = open.of(rival, GatewayOptions.at("127.0.0.1", gateway.port(), OpenGateway.QUOTA));
            assertThatThrownBy(() -> blocked.start(open.pipeline()))
                    .isInstanceOf(SourceUnavailable.class)
                    .hasMessageContaining(":" + gateway.port())
                    .hasMessageContaining("--mqtt-port");
        } finally {
            rival.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static @Nullable String clientIdGivenTo(String clientId) throws MqttException {
        MqttAsyncClient client =
                new MqttAsyncClient("tcp://127.0.0.1:" + gateway.port(), clientId, new MemoryPersistence());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName("b4");
        options.setPassword(bytes(Neighbourhood.secretOf("b4")));
        IMqttToken connected = client.connect(options);
        connected.waitForCompletion(10_000);
        client.disconnect().waitForCompletion(10_000);
        client.close(true);
        return connected.getResponseProperties().getAssignedClientIdentifier();
    }

    private static int refusalCode(BandClient band, String topic, String payload) {
        try {
            return band.publish(topic, payload);
        } catch (MqttException e) {
            return e.getReasonCode();
        }
    }

    private static long now(int offset) {
        return Instant.now().toEpochMilli() / 1000 * 1000 + offset;
    }

    private static String at(long millis) {
        return "'epoch'::timestamptz + " + millis + " * INTERVAL '1 ms'";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
