package io.kanhu.simulator.band;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/** One MQTT 5 connection of one band, by Paho. Used once: a new connection is a new object. Thread-safe. */
public final class BandConnection implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int BAD_CREDENTIALS = 0x86;
    private static final int NOT_AUTHORIZED = 0x87;
    /** Of a server that names none. */
    private static final int LARGEST_RECEIVE_MAXIMUM = 65_535;

    private final MqttAsyncClient client;
    private final Credentials credentials;
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private volatile Consumer<String> listener = command -> {};
    private volatile int receiveMaximum = LARGEST_RECEIVE_MAXIMUM;

    /**
     * Makes a connection that is not open yet.
     *
     * @param clientId names the session; the same id elsewhere takes it over
     * @param threads what Paho runs on, {@code null} for threads of its own
     */
    public BandConnection(
            String host, int port, Credentials credentials, String clientId, @Nullable ScheduledExecutorService threads)
            throws MqttException {
        this.credentials = credentials;
        this.client =
                new MqttAsyncClient("tcp://" + host + ":" + port, clientId, new MemoryPersistence(), null, threads);
        client.setCallback(new Callback());
    }

    /**
     * Connects, with the will that tells of an end without a goodbye. Blocks.
     *
     * @throws CannotRun if the server does not want this band
     * @throws MqttException if it cannot be reached
     */
    public void open() throws MqttException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(credentials.band());
        options.setPassword(credentials.secret().getBytes(StandardCharsets.UTF_8));
        options.setAutomaticReconnect(false);
        options.setCleanStart(true);
        options.setKeepAliveInterval(60);
        options.setConnectionTimeout((int) PATIENCE.toSeconds());
        options.setWill(
                topic("status"),
                new MqttMessage("{\"online\":false}".getBytes(StandardCharsets.UTF_8), 1, false, null));
        try {
            IMqttToken connected = client.connect(options);
            connected.waitForCompletion(PATIENCE.toMillis());
            receiveMaximum = receiveMaximumIn(connected.getResponseProperties());
        } catch (MqttException e) {
            if (e.getReasonCode() == BAD_CREDENTIALS || e.getReasonCode() == NOT_AUTHORIZED) {
                throw new CannotRun("the server does not let band " + credentials.band()
                        + " in: is it enrolled, is the secret right?");
            }
            throw e;
        }
    }

    /** Hears commands from now on; they are handed on as their JSON. Blocks. */
    public void listen(Consumer<String> commands) throws MqttException {
        listener = commands;
        client.subscribe(topic("command"), 1).waitForCompletion(PATIENCE.toMillis());
    }

    /** Publishes with QoS 1 to the band's topic of this kind; completes with the PUBACK, or fails if the connection ends. */
    public CompletableFuture<Puback> publish(String kind, String json) {
        CompletableFuture<Puback> answered = new CompletableFuture<>();
        MqttMessage message = new MqttMessage(json.getBytes(StandardCharsets.UTF_8), 1, false, new MqttProperties());
        try {
            client.publish(topic(kind), message, null, new MqttActionListener() {
                @Override
                public void onSuccess(IMqttToken token) {
                    answered.complete(pubackOf(token));
                }

                @Override
                public void onFailure(IMqttToken token, Throwable error) {
                    answered.completeExceptionally(error);
                }
            });
        } catch (MqttException e) {
            answered.completeExceptionally(e);
        }
        return answered;
    }

    /** Messages that the server takes before it has acknowledged the first of them; publishing one more fails. */
    public int receiveMaximum() {
        return receiveMaximum;
    }

    public boolean isOpen() {
        return client.isConnected();
    }

    /** Completes with the reason when the connection is lost. */
    public CompletableFuture<String> ended() {
        return ended;
    }

    @Override
    public void close() {
        try {
            if (client.isConnected()) {
                client.disconnect().waitForCompletion(PATIENCE.toMillis());
            }
            client.close(true);
        } catch (MqttException e) {
            // It was going away anyhow; whoever waits for an answer hears that there is none.
            ended.complete(String.valueOf(e.getMessage()));
        }
    }

    private String topic(String kind) {
        return "kanhu/v1/" + credentials.band() + "/" + kind;
    }

    private static int receiveMaximumIn(@Nullable MqttProperties answer) {
        Integer named = answer == null ? null : answer.getReceiveMaximum();
        return named == null ? LARGEST_RECEIVE_MAXIMUM : named;
    }

    private static Puback pubackOf(IMqttToken token) {
        int[] codes = token.getReasonCodes();
        MqttProperties properties = token.getResponseProperties();
        String reason = properties == null ? null : properties.getReasonString();
        return new Puback(codes == null || codes.length == 0 ? 0 : codes[0], reason == null ? "" : reason);
    }

    private final class Callback implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            listener.accept(new String(message.getPayload(), StandardCharsets.UTF_8));
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            ended.complete(String.valueOf(response.getReasonString()));
        }

        @Override
        public void mqttErrorOccurred(MqttException exception) {}

        @Override
        public void deliveryComplete(@Nullable IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, @Nullable String serverUri) {}

        @Override
        public void authPacketArrived(int reasonCode, @Nullable MqttProperties properties) {}
    }
}
