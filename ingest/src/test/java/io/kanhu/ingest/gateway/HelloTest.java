package io.kanhu.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HelloTest {

    @Test
    void reasonsAreForThoseWhoWantThemAndCanTakeThem() {
        assertThat(Hello.of("b1", hello("b1", MqttProperties.NO_PROPERTIES)).hearsReasons())
                .isTrue();
        assertThat(Hello.of("b1", hello("b1", with(MqttProperties.REQUEST_PROBLEM_INFORMATION, 0)))
                        .hearsReasons())
                .isFalse();
        assertThat(Hello.of("b1", hello("b1", with(MqttProperties.MAXIMUM_PACKET_SIZE, 256)))
                        .hearsReasons())
                .isFalse();
        assertThat(Hello.of("b1", hello("b1", with(MqttProperties.MAXIMUM_PACKET_SIZE, 65_536)))
                        .hearsReasons())
                .isTrue();
    }

    @Test
    void whoHasNoNameIsGivenOneAndEachAnother() {
        String first = Hello.of("b1", hello("", MqttProperties.NO_PROPERTIES)).clientId();
        String second = Hello.of("b1", hello("", MqttProperties.NO_PROPERTIES)).clientId();
        assertThat(first).isNotEmpty().isNotEqualTo(second);
    }

    @Test
    void aWillIsKeptAsItWasSaid() {
        MqttConnectMessage said = MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_5)
                .clientId("b1")
                .willFlag(true)
                .willQoS(MqttQoS.AT_LEAST_ONCE)
                .willTopic("kanhu/v1/b1/status")
                .willMessage("{\"online\":false}".getBytes(StandardCharsets.UTF_8))
                .build();
        assertThat(Hello.of("b1", said).will())
                .isEqualTo(new Hello.Will("kanhu/v1/b1/status", Buffer.buffer("{\"online\":false}")));
    }

    private static MqttConnectMessage hello(String clientId, MqttProperties properties) {
        return MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_5)
                .clientId(clientId)
                .properties(properties)
                .build();
    }

    private static MqttProperties with(int property, int value) {
        MqttProperties properties = new MqttProperties();
        properties.add(new IntegerProperty(property, value));
        return properties;
    }
}
