package io.kanhu.ingest.gateway;

import io.kanhu.ingest.Inlet;
import io.kanhu.protocol.Topic;
import io.kanhu.registry.Band;
import io.kanhu.registry.BandDirectory;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import java.time.Clock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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

    void open(Wire wire, MqttConnectMessage said, Inlet inlet) {
        boolean version5 = wire.isVersion5();
        boolean named = said.variableHeader().hasUserName();
        String band = named ? bandOf(said) : null;
        if (band == null) {
            (named ? withWrongCredentials : withoutCredentials).increment();
            LOG.info(
                    "band turned away band={} from={} why={}",
                    named && Topic.isBandId(said.payload().userName())
                            ? said.payload().userName()
                            : "?",
                    wire.from(),
                    named ? "unknown band or wrong secret" : "no user name and password");
            wire.reject(
                    version5
                            ? MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD
                            : MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD);
            return;
        }
        Hello hello = Hello.of(band, said);
        Connection connection =
                new Connection(wire, hello, inlet, maxUnacknowledged, quota, clock, listening, connections::remove);
        if (!connection.hasAcceptableWill()) {
            withForeignWill.increment();
            LOG.info("band turned away band={} why=its will is for a topic that is not its own", band);
            wire.reject(
                    version5
                            ? MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5
                            : MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED);
            return;
        }
        Connection gone = connections.add(connection);
        if (gone != null) {
            gone.giveWay();
        }
        MqttProperties promises = version5 ? promises() : MqttProperties.NO_PROPERTIES;
        if (version5 && !hello.clientId().equals(said.payload().clientIdentifier())) {
            // Only then: Mosquitto's client hangs up on a server that names it although it has a name.
            promises.add(new StringProperty(MqttProperties.ASSIGNED_CLIENT_IDENTIFIER, hello.clientId()));
        }
        wire.accept(connection, said.variableHeader().keepAliveTimeSeconds(), promises);
    }

    /** The band that it is, if it knows the band's secret. */
    private @Nullable String bandOf(MqttConnectMessage said) {
        String name = said.payload().userName();
        byte[] secret = said.payload().passwordInBytes();
        Band band = name == null || secret == null ? null : directory.find(name);
        return band != null && !band.disabled() && band.accepts(secret) ? name : null;
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
}
