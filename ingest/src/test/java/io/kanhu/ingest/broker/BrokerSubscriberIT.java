package io.kanhu.ingest.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.ingest.BandClient;
import io.kanhu.ingest.Neighbourhood;
import io.kanhu.ingest.RecordingHook;
import io.kanhu.ingest.TestBroker;
import io.kanhu.ingest.pipeline.Pipeline;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BrokerSubscriberIT {
    private Neighbourhood town;
    private TestBroker broker;
    private RecordingHook hook;
    private Pipeline pipeline;
    private BrokerSubscriber subscriber;

    @BeforeEach
    void start() {
        town = new Neighbourhood("b1", "b2");
        broker = TestBroker.start();
        hook = new RecordingHook();
        open();
        await().until(() -> subscriber.problem().isEmpty());
    }

    @AfterEach
    void stop() {
        shut();
        broker.close();
        town.close();
    }

    @Test
    void whatBandsSendToTheBrokerIsStored() throws MqttException {
        long ts = Instant.now().toEpochMilli();
        try (BandClient band = BandClient.connect(broker.port(), "b1")) {
            band.publish("kanhu/v1/b1/telemetry", "{\"ts\":%d,\"hr\":72}".formatted(ts));
            band.publish("kanhu/v1/b1/sos", "{\"ts\":%d,\"id\":\"p1\"}".formatted(ts));
            band.publish("kanhu/v1/nobody/telemetry", "{\"ts\":%d,\"hr\":72}".formatted(ts));
        }
        await().until(() -> count("vital_sign", "b1") == 1 && hook.raised.size() == 1);
        await().until(() -> town.count("SELECT count(*) FROM rejected_message WHERE reason = 'unknown_band'") == 1);
    }

    @Test
    void nothingIsLostWhileKanhuIsAway() throws MqttException {
        long ts = Instant.now().toEpochMilli();
        shut();
        try (BandClient band = BandClient.connect(broker.port(), "b1")) {
            for (int i = 0; i < 50; i++) {
                band.publish("kanhu/v1/b1/telemetry", "{\"ts\":%d,\"hr\":72}".formatted(ts + i));
            }
        }
        open();
        await().atMost(Duration.ofSeconds(30)).until(() -> count("vital_sign", "b1") == 50);
    }

    @Test
    void aBrokerThatRestartsIsFoundAgain() throws MqttException {
        broker.interrupt();
        await().until(() -> subscriber.problem().isPresent());
        broker.resume();
        await().atMost(Duration.ofSeconds(60)).until(() -> subscriber.problem().isEmpty());
        try (BandClient band = BandClient.connect(broker.port(), "b2")) {
            band.publish(
                    "kanhu/v1/b2/telemetry",
                    "{\"ts\":%d,\"hr\":72}".formatted(Instant.now().toEpochMilli()));
        }
        await().until(() -> count("vital_sign", "b2") == 1);
    }

    @Test
    void aCommandGoesOutThroughTheBroker() throws Exception {
        try (BandClient band = BandClient.connect(broker.port(), "b1")) {
            band.subscribe("kanhu/v1/b1/command");
            assertThat(subscriber
                            .send("b1", "{}".getBytes(StandardCharsets.UTF_8))
                            .toCompletableFuture()
                            .get(10, TimeUnit.SECONDS))
                    .isTrue();
            await().until(() -> band.received().contains("kanhu/v1/b1/command {}"));
        }
    }

    private void open() {
        pipeline = town.pipeline(hook, new SimpleMeterRegistry());
        pipeline.start();
        subscriber = new BrokerSubscriber(
                new BrokerOptions(broker.url(), "kanhu-test", "", "", true, 2, 1_000),
                Clock.systemUTC(),
                new SimpleMeterRegistry());
        subscriber.start(pipeline);
    }

    private void shut() {
        subscriber.stop();
        pipeline.close();
    }

    private long count(String table, String band) {
        return town.count("SELECT count(*) FROM " + table + " WHERE band = '" + band + "'");
    }
}
