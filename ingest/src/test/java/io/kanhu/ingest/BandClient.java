package io.kanhu.ingest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/** A band that speaks MQTT 5, by Paho. */
public final class BandClient implements MqttCallback, AutoCloseable {
    private final MqttAsyncClient client;
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> disconnected = new CompletableFuture<>();

    private BandClient(MqttAsyncClient client) {
        this.client = client;
    }

    public static BandClient connect(int port, String band) throws MqttException {
        return connect(port, band, Neighbourhood.secretOf(band), new MqttConnectionOptions());
    }

    public static BandClient connect(int port, String band, String secret, MqttConnectionOptions options)
            throws MqttException {
        return connect(port, band, band, secret, options);
    }

    /** Beside the band's own connection, with its credentials and another client id. */
    public static BandClient beside(int port, String band) throws MqttException {
        return connect(port, band + "-beside", band, Neighbourhood.secretOf(band), new MqttConnectionOptions());
    }

    private static BandClient connect(
            int port, String clientId, String band, String secret, MqttConnectionOptions options) throws MqttException {
        MqttAsyncClient client = new MqttAsyncClient("tcp://127.0.0.1:" + port, clientId, new MemoryPersistence());
        options.setUserName(band);
        options.setPassword(secret.getBytes(StandardCharsets.UTF_8));
        options.setAutomaticReconnect(false);
        BandClient created = new BandClient(client);
        client.setCallback(created);
        client.connect(options).waitForCompletion(10_000);
        return created;
    }

    /** Publishes with QoS 1 and returns the PUBACK's reason code. */
    public int publish(String topic, String payload) throws MqttException {
        IMqttToken token = client.publish(topic, payload.getBytes(StandardCharsets.UTF_8), 1, false);
        token.waitForCompletion(10_000);
        int[] codes = token.getReasonCodes();
        return codes == null || codes.length == 0 ? 0 : codes[0];
    }

    /** Publishes and does not wait. */
    public IMqttToken send(String topic, byte[] payload) throws MqttException {
        return client.publish(topic, payload, 1, false);
    }

    public int subscribe(String filter) throws MqttException {
        IMqttToken token = client.subscribe(filter, 1);
        token.waitForCompletion(10_000);
        return token.getReasonCodes()[0];
    }

    public List<String> received() {
        return received;
    }

    /** The reason code with which the server ended the connection; waits for it. */
    public int disconnectedWith() throws InterruptedException, ExecutionException, TimeoutException {
        return disconnected.get(10, TimeUnit.SECONDS);
    }

    /** Breaks the connection without a DISCONNECT. */
    public void vanish() throws MqttException {
        client.disconnectForcibly(0, 1, false);
    }

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnect().waitForCompletion(5_000);
        }
        client.close(true);
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        received.add(topic + " " + new String(message.getPayload(), StandardCharsets.UTF_8));
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        disconnected.complete(response.getReturnCode());
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
