package io.kanhu.ingest.gateway;

import io.kanhu.ingest.Inlet;
import io.kanhu.protocol.Topic;
import io.kanhu.registry.Band;
import io.kanhu.registry.BandDirectory;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.vertx.mqtt.MqttAuth;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides who comes in: a band that the registry knows, with its secret. Runs on event loops and never blocks. */
final class Door {
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);

    private final BandDirectory directory;
    private final Connections connections;
    private final Consumer<String> listening;
    private final Quota quota;
    private final int maxUnacknowledged;
    private final int maxPacketBytes;
    private final Clock clock;
    private final Counter withoutCredentials;
    private final Counter withWrongCredentials;
    private final Counter withForeignWill;

    Door(
            BandDirectory directory,
            Connections connections,
            Consumer<String> listening,
            Quota quota,
            int maxUnacknowledged,
            int maxPacketBytes,
            Clock clock,
            MeterRegistry metrics) {
        this.directory = directory;
        this.connections = connections;
        this.listening = listening;
        this.quota = quota;
        this.maxUnacknowledged = maxUnacknowledged;
        this.maxPacketBytes = maxPacketBytes;
        this.clock = clock;
        // All from the start: a rate does not see a counter's first appearance.
        this.withoutCredentials = refused(metrics, "no_credentials");
        this.withWrongCredentials = refused(metrics, "wrong_credentials");
        this.withForeignWill = refused(metrics, "foreign_will");
    }

    private static Counter refused(MeterRegistry metrics, String reason) {
        return metrics.counter("kanhu.connects.refused", "reason", reason);
    }

    void open(MqttEndpoint endpoint, Inlet inlet) {
        MqttAuth auth = endpoint.auth();
        if (auth == null || !knows(auth)) {
            (auth == null ? withoutCredentials : withWrongCredentials).increment();
            LOG.info(
                    "band turned away band={} from={} why={}",
                    auth == null || !Topic.isBandId(auth.getUsername()) ? "?" : auth.getUsername(),
                    endpoint.remoteAddress(),
                    auth == null ? "no user name and password" : "unknown band or wrong secret");
            endpoint.reject(
                    isVersion5(endpoint)
                            ? MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD
                            : MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD);
            return;
        }
        boolean nameless = endpoint.clientIdentifier() == null;
        if (nameless) {
            endpoint.setClientIdentifier(UUID.randomUUID().toString());
        }
        Connection connection = new Connection(endpoint, auth.getUsername(), inlet, maxUnacknowledged, quota, clock);
        if (!connection.hasAcceptableWill()) {
            withForeignWill.increment();
            LOG.info("band turned away band={} why=its will is for a topic that is not its own", auth.getUsername());
            endpoint.reject(
                    isVersion5(endpoint)
                            ? MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5
                            : MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED);
            return;
        }
        Connection gone = connections.add(connection);
        if (gone != null) {
            gone.giveWay(MqttDisconnectReasonCode.SESSION_TAKEN_OVER);
        }
        connection.listenTo(listening, () -> connections.remove(connection));
        MqttProperties promises = isVersion5(endpoint) ? promises() : MqttProperties.NO_PROPERTIES;
        if (nameless && isVersion5(endpoint)) {
            // Only then: Mosquitto's client hangs up on a server that names it although it has a name.
            promises.add(new StringProperty(MqttProperties.ASSIGNED_CLIENT_IDENTIFIER, endpoint.clientIdentifier()));
        }
        endpoint.accept(false, promises);
    }

    private boolean knows(MqttAuth auth) {
        if (auth.getUsername() == null || auth.getPassword() == null) {
            return false;
        }
        Band band = directory.find(auth.getUsername());
        return band != null
                && !band.disabled()
                && band.accepts(auth.getPassword().getBytes(StandardCharsets.UTF_8));
    }

    private MqttProperties promises() {
        MqttProperties promises = new MqttProperties();
        promises.add(new IntegerProperty(MqttProperties.RECEIVE_MAXIMUM, maxUnacknowledged));
        promises.add(new IntegerProperty(MqttProperties.MAXIMUM_PACKET_SIZE, maxPacketBytes));
        promises.add(new IntegerProperty(MqttProperties.RETAIN_AVAILABLE, 0));
        promises.add(new IntegerProperty(MqttProperties.WILDCARD_SUBSCRIPTION_AVAILABLE, 0));
        promises.add(new IntegerProperty(MqttProperties.SHARED_SUBSCRIPTION_AVAILABLE, 0));
        promises.add(new IntegerProperty(MqttProperties.SUBSCRIPTION_IDENTIFIER_AVAILABLE, 0));
        promises.add(new IntegerProperty(MqttProperties.SESSION_EXPIRY_INTERVAL, 0));
        return promises;
    }

    private static boolean isVersion5(MqttEndpoint endpoint) {
        return endpoint.protocolVersion() >= MqttVersion.MQTT_5.protocolLevel();
    }
}
