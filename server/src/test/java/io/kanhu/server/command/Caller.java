package io.kanhu.server.command;

import io.kanhu.ingest.BandClient;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;

/** One band that calls for help again and again; a press without its PUBACK is sent again when the server is back. */
final class Caller {
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final long from = System.currentTimeMillis();
    private volatile int number;
    private @Nullable Thread pressing;

    /** Presses until the server has gone. */
    void start(int port, JsonObject band) {
        pressing = Thread.startVirtualThread(() -> {
            try (BandClient client = connect(port, band)) {
                while (true) {
                    press(client, band);
                }
            } catch (MqttException gone) {
                // It was killed, which is what this is about.
                sent.add(id());
            }
        });
    }

    /** Waits until it has noticed. */
    void stop() throws InterruptedException {
        if (pressing != null) {
            pressing.join();
        }
    }

    /** Sends the press again that was not acknowledged. */
    void sendLastAgain(int port, JsonObject band) throws MqttException {
        try (BandClient client = connect(port, band)) {
            press(client, band);
        }
    }

    Set<String> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    Set<String> sent() {
        return Set.copyOf(sent);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread at a time.
    private void press(BandClient client, JsonObject band) throws MqttException {
        sent.add(id());
        int code = client.publish(
                "kanhu/v1/" + band.getString("id") + "/sos",
                "{\"id\":\"%s\",\"ts\":%d,\"pressMs\":4000}".formatted(id(), from + number));
        if (code != 0) {
            throw new IllegalStateException("a press was answered with " + code);
        }
        acknowledged.add(id());
        number++;
    }

    private String id() {
        return "press-" + number;
    }

    private static BandClient connect(int port, JsonObject band) throws MqttException {
        return BandClient.connect(port, band.getString("id"), band.getString("secret"), new MqttConnectionOptions());
    }
}
