package io.kanhu.ingest.broker;

import io.kanhu.ingest.Inlet;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session at the broker, kept open for as long as it takes. Every connection is an {@link Epoch} with a Paho client of its
 * own, so an acknowledgement that comes late can only reach the connection its message came by.
 */
final class BrokerLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerLink.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** The broker keeps what it could not deliver for a day of ours being away. */
    private static final long SESSION_SECONDS = Duration.ofDays(1).toSeconds();

    private final String name;
    private final BrokerOptions options;
    private final List<String> topics;
    private final Inlet inlet;
    private final Clock clock;
    private final AtomicReference<Optional<String>> problem;
    private final AtomicInteger connected = new AtomicInteger();
    private final Thread keeper;
    private volatile @Nullable Epoch current;
    private volatile boolean open = true;

    BrokerLink(
            String name, BrokerOptions options, List<String> topics, Inlet inlet, Clock clock, MeterRegistry metrics) {
        this.name = name;
        this.options = options;
        this.topics = topics;
        this.inlet = inlet;
        this.clock = clock;
        this.problem = new AtomicReference<>(Optional.of("not connected to the broker " + options + " yet"));
        this.keeper = Thread.ofVirtual().name("broker-" + name).unstarted(this::keepOpen);
        metrics.gauge("kanhu.broker.connected", Tags.of("link", name), connected, AtomicInteger::get);
    }

    void start() {
        keeper.start();
    }

    Optional<String> problem() {
        return problem.get();
    }

    CompletionStage<Boolean> publish(String topic, byte[] payload) {
        CompletableFuture<Boolean> answered = new CompletableFuture<>();
        Epoch epoch = current;
        if (epoch == null) {
            answered.complete(false);
            return answered;
        }
        try {
            epoch.client()
                    .publish(
                            topic,
                            new MqttMessage(payload, 1, false, new MqttProperties()),
                            null,
                            new MqttActionListener() {
                                @Override
                                public void onSuccess(IMqttToken token) {
                                    answered.complete(true);
                                }

                                @Override
                                public void onFailure(IMqttToken token, Throwable error) {
                                    answered.complete(false);
                                }
                            });
        } catch (MqttException e) {
            LOG.info("command not sent by the broker topic={} why=\"{}\"", topic, e.getMessage());
            answered.complete(false);
        }
        return answered;
    }

    @Override
    public void close() {
        open = false;
        keeper.interrupt();
        try {
            keeper.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Connects, waits until the connection is lost, pauses, and again. */
    private void keepOpen() {
        Duration pause = FIRST_PAUSE;
        while (open) {
            try (Epoch epoch = new Epoch(options.url(), options.clientId() + "-" + name, inlet, clock)) {
                epoch.connect(connectionOptions(), topics);
                current = epoch;
                connected.set(1);
                problem.set(Optional.empty());
                LOG.info("connected to the broker link={} broker={}", name, options.url());
                pause = FIRST_PAUSE;
                String why = epoch.awaitEnd();
                LOG.warn("connection to the broker lost link={} why=\"{}\"", name, why);
                problem.set(Optional.of("connection to the broker " + options + " lost: " + why));
            } catch (MqttException e) {
                String why = "cannot connect to the broker " + options + ": " + reasonOf(e);
                if (!problem.getAndSet(Optional.of(why)).equals(Optional.of(why))) {
                    LOG.warn("trying again link={} why=\"{}\"", name, why);
                }
            } catch (InterruptedException e) {
                LOG.debug("link closed link={}", name);
                return;
            } finally {
                current = null;
                connected.set(0);
            }
            pause = pauseAfter(pause);
        }
    }

    private static Duration pauseAfter(Duration pause) {
        try {
            // Jitter, so that nodes do not come back in step.
            Thread.sleep(
                    Duration.ofMillis(ThreadLocalRandom.current().nextLong(pause.toMillis() / 2, pause.toMillis())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Duration longer = pause.multipliedBy(2);
        return longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    }

    private MqttConnectionOptions connectionOptions() {
        MqttConnectionOptions connection = new MqttConnectionOptions();
        connection.setCleanStart(false);
        connection.setSessionExpiryInterval(SESSION_SECONDS);
        connection.setReceiveMaximum(options.receiveMaximum());
        connection.setKeepAliveInterval(30);
        connection.setConnectionTimeout(10);
        connection.setAutomaticReconnect(false);
        if (options.url().startsWith("tcp:")) {
            connection.setSocketFactory(new BufferedSockets());
        }
        if (!options.user().isEmpty()) {
            connection.setUserName(options.user());
            connection.setPassword(options.password().getBytes(StandardCharsets.UTF_8));
        }
        return connection;
    }

    private static String reasonOf(MqttException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage());
    }
}
