package io.kanhu.ingest.broker;

import io.kanhu.ingest.Inlet;
import io.kanhu.protocol.Reason;
import io.kanhu.protocol.Refusal;
import io.kanhu.protocol.Topic;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to the broker, from its beginning to its end. */
final class Epoch implements MqttCallback, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Epoch.class);
    private static final long ANSWER_MILLIS = 10_000;

    private final MqttAsyncClient client;
    private final Inlet inlet;
    private final Clock clock;
    private final CompletableFuture<String> end = new CompletableFuture<>();

    Epoch(String url, String clientId, Inlet inlet, Clock clock) throws MqttException {
        this.client = new MqttAsyncClient(url, clientId, new MemoryPersistence());
        this.inlet = inlet;
        this.clock = clock;
        client.setManualAcks(true);
        client.setCallback(this);
    }

    MqttAsyncClient client() {
        return client;
    }

    void connect(MqttConnectionOptions options, List<String> topics) throws MqttException {
        client.connect(options).waitForCompletion(ANSWER_MILLIS);
        MqttSubscription[] subscriptions =
                topics.stream().map(topic -> new MqttSubscription(topic, 1)).toArray(MqttSubscription[]::new);
        client.subscribe(subscriptions).waitForCompletion(ANSWER_MILLIS);
    }

    /** Blocks until the connection is over and says why it is. */
    String awaitEnd() throws InterruptedException {
        try {
            return end.get();
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause());
        }
    }

    /** Acknowledges a message of this connection; after its end this does nothing, and the message comes again. */
    void acknowledge(MqttMessage message) {
        if (end.isDone()) {
            return;
        }
        try {
            client.messageArrivedComplete(message.getId(), message.getQos());
        } catch (MqttException e) {
            LOG.debug("acknowledgement not sent, the message will come again why=\"{}\"", e.getMessage());
        }
    }

    /** Runs on Paho's callback thread, which must not block: decoding and queueing only. */
    @Override
    public void messageArrived(String topicName, MqttMessage message) {
        Topic topic = Topic.parse(topicName);
        String band = topic == null || topic.band() == null ? "" : topic.band();
        Topic.Kind kind = topic == null ? Topic.Kind.TELEMETRY : topic.kind();
        BrokerDelivery delivery = new BrokerDelivery(this, band, kind, topicName, message, clock.instant());
        boolean taken = band.isEmpty()
                ? inlet.reject(
                        delivery, new Refusal(Reason.UNKNOWN_TOPIC, "", "the topic does not name a band: " + topicName))
                : inlet.offer(delivery);
        if (!taken) {
            // The broker keeps what is not acknowledged and sends it again in the next epoch.
            end.complete("the queue is full; coming back for the rest");
        }
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        end.complete(String.valueOf(
                response.getException() == null
                        ? response.getReasonString()
                        : response.getException().getMessage()));
    }

    @Override
    public void mqttErrorOccurred(MqttException error) {
        LOG.info("the broker's client reports why=\"{}\"", error.getMessage());
    }

    @Override
    public void deliveryComplete(@Nullable IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, @Nullable String url) {}

    @Override
    public void authPacketArrived(int reasonCode, @Nullable MqttProperties properties) {}

    @Override
    public void close() throws MqttException {
        end.complete("closed");
        try {
            if (client.isConnected()) {
                client.disconnectForcibly(0, 1_000, false);
            }
        } finally {
            client.close(true);
        }
    }
}
