package io.kanhu.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {
    @TempDir
    private Path folder;

    @Test
    void withoutAWordItListensOnThisMachineOnlyAndKeepsItsOwnDatabase() {
        Settings settings = SettingsReader.read(null, Map.of(), Map.of());
        assertThat(settings.mqtt().host()).isEqualTo("127.0.0.1");
        assertThat(settings.http().port()).isEqualTo(8080);
        assertThat(settings.data()).isEqualTo(Path.of("var"));
        assertThat(settings.database().url()).isEmpty();
        assertThat(settings.broker().url()).isEmpty();
    }

    @Test
    void theCommandLineWinsOverTheEnvironmentAndThatOverTheFile() throws IOException {
        Path file = Files.writeString(
                folder.resolve("kanhu.properties"),
                "kanhu.http.port=1001\nkanhu.mqtt.port=1002\nkanhu.metrics.port=1003\n");
        Settings settings = SettingsReader.read(
                file,
                Map.of("KANHU_MQTT_PORT", "2002", "KANHU_METRICS_PORT", "2003"),
                Map.of("kanhu.metrics.port", "3003"));
        assertThat(settings.http().port()).isEqualTo(1001);
        assertThat(settings.mqtt().port()).isEqualTo(2002);
        assertThat(settings.metrics().port()).isEqualTo(3003);
    }

    @Test
    void everyKeyOfTheOperatingGuideCanStandInTheEnvironment() {
        Settings settings = SettingsReader.read(
                null,
                Map.of(
                        "KANHU_DATA", "/srv/kanhu",
                        "KANHU_DATABASE_URL", "jdbc:postgresql://db/kanhu",
                        "KANHU_DATABASE_PASSWORD", "p",
                        "KANHU_BROKER_URL", "tcp://broker:1883",
                        "KANHU_BROKER_CLIENT_ID", "kanhu-2",
                        "KANHU_SESSION_HOURS", "8",
                        "KANHU_SESSION_SECURE", "true"),
                Map.of());
        assertThat(settings.data()).isEqualTo(Path.of("/srv/kanhu"));
        assertThat(settings.database().password()).contains("p");
        assertThat(settings.broker().clientId()).isEqualTo("kanhu-2");
        assertThat(settings.session().hours()).isEqualTo(8);
        assertThat(settings.session().secure()).isTrue();
    }

    @ParameterizedTest(name = "{0}={1} is refused")
    @CsvSource({
        "kanhu.http.port, many",
        "kanhu.http.port, 70000",
        "kanhu.mqtt.port, -1",
        "kanhu.session.hours, 0",
        "kanhu.session.idle-minutes, 14",
        "kanhu.limits.session-per-second, -1",
        "kanhu.http.trusted-proxies, 10.0.0.0/33",
        // Neither client nor address.
        "kanhu.oidc.issuer, https://idp.example",
        "kanhu.database.url, mysql://db/kanhu",
        "kanhu.broker.url, broker:1883",
        "kanhu.broker.receive-maximum, 0",
        "kanhu.broker.clients, 0",
        // Not shared: each would be sent everything.
        "kanhu.broker.clients, 2",
        "kanhu.retention.vital-sign-days, 34",
        "kanhu.retention.hourly-days, 395",
        "kanhu.retention.location-days, 0",
        "kanhu.channels.webhook.url, gateway",
        // Nothing to sign with.
        "kanhu.channels.webhook.url, https://gateway/page",
        "kanhu.channels.webhook.per-second, 0",
        "kanhu.watch.self-test-seconds, 3601",
        "kanhu.watch.heartbeat-url, watcher",
        "kanhu.watch.heartbeat-url, https://watcher/{key}",
        "kanhu.map.tiles, https://tiles.example/map.png",
        "kanhu.htpp.port, 8081",
    })
    void whatMakesNoSenseIsNamed(String key, String value) {
        assertThatThrownBy(() -> SettingsReader.read(null, Map.of(), Map.of(key, value)))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining(key);
    }

    @Test
    void aHeartbeatWithoutTheSelfTestThatGivesItWouldNeverBeat() {
        Map<String, String> silent =
                Map.of("kanhu.watch.self-test-seconds", "0", "kanhu.watch.heartbeat-url", "https://watcher/key");
        assertThatThrownBy(() -> SettingsReader.read(null, Map.of(), silent))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("kanhu.watch.self-test-seconds");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> SettingsReader.read(folder.resolve("none"), Map.of(), Map.of()))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("none");
    }

    @Test
    void theWebhooksSecretIsReadFromItsFileAndShownInNoMessage() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3\n");
        Map<String, String> gateway = Map.of(
                "kanhu.channels.webhook.url",
                "https://gateway/page",
                "kanhu.channels.webhook.secret-file",
                file.toString());
        Settings settings = SettingsReader.read(null, Map.of(), gateway);
        assertThat(Secret.of(
                        "kanhu.channels.webhook.secret",
                        settings.channels().webhook().secretFile(),
                        settings.channels().webhook().secret()))
                .isEqualTo("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3");

        Files.writeString(file, "very-secret");
        assertThatThrownBy(() -> SettingsReader.read(null, Map.of(), gateway))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("whsec_")
                .hasMessageNotContaining("very-secret");
        Files.delete(file);
        assertThatThrownBy(() -> SettingsReader.read(null, Map.of(), gateway))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("secret-file");
    }

    @Test
    void aProviderThatIsHalfSetUpIsNamedAndTwoForOneThingAreTooMany() {
        Map<String, String> aliyun = new HashMap<>(Map.of("kanhu.channels.aliyun.access-key-id", "LTAI"));
        assertRefused(aliyun, "aliyun.sms.template");
        aliyun.put("kanhu.channels.aliyun.sms.template", "SMS_1");
        assertRefused(aliyun, "aliyun.access-key-secret-file");
        aliyun.put("kanhu.channels.aliyun.access-key-secret", "very-secret");
        assertRefused(aliyun, "aliyun.sms.sign-name");
        aliyun.put("kanhu.channels.aliyun.sms.sign-name", "看护中心");
        SettingsReader.read(null, Map.of(), aliyun);
        aliyun.put("kanhu.channels.webhook.url", "https://gateway/page");
        aliyun.put("kanhu.channels.webhook.secret", "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3");
        assertRefused(aliyun, "more than one provider for text messages");
        aliyun.put("kanhu.channels.webhook.sms", "false");
        SettingsReader.read(null, Map.of(), aliyun);
        assertRefused(Map.of("kanhu.channels.tencent.secret-id", "AKID"), "tencent.secret-key-file");
        assertRefused(Map.of("kanhu.channels.push.subject", "me"), "mailto:");
    }

    @Test
    void aCallbackOfWecomNeedsItsCorporationAndAKeyThatIsOne() {
        Map<String, String> wecom = new HashMap<>(Map.of("kanhu.channels.wecom.callback-key", "very-secret"));
        assertRefused(wecom, "wecom.callback-token is missing");
        wecom.put("kanhu.channels.wecom.callback-token", "token");
        assertRefused(wecom, "wecom.corporation is missing");
        wecom.put("kanhu.channels.wecom.corporation", "ww1");
        wecom.put("kanhu.channels.wecom.agent", "1");
        wecom.put("kanhu.channels.wecom.secret", "s");
        wecom.put("kanhu.channels.page-url", "https://kanhu.example.org");
        assertRefused(wecom, "wecom.callback-key cannot be used");
    }

    @Test
    void mailNeedsASenderAndAPasswordIsSentToNobodyWhoDoesNotEncrypt() {
        Map<String, String> email = new HashMap<>(Map.of("kanhu.channels.email.host", "mail.example.org"));
        assertRefused(email, "email.from is missing");
        email.put("kanhu.channels.email.from", "kanhu");
        assertRefused(email, "email.from must be");
        email.put("kanhu.channels.email.from", "看护 <kanhu@example.org>");
        SettingsReader.read(null, Map.of(), email);
        email.put("kanhu.channels.email.user", "kanhu");
        assertRefused(email, "email.password-file");
        email.put("kanhu.channels.email.password", "very-secret");
        email.put("kanhu.channels.email.tls", "none");
        assertRefused(email, "email.tls");
        email.put("kanhu.channels.email.tls", "ssl");
        assertRefused(email, "starttls, tls or none");
    }

    private static void assertRefused(Map<String, String> options, String why) {
        assertThatThrownBy(() -> SettingsReader.read(null, Map.of(), options))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("very-secret");
    }

    @Test
    void noMessageShowsAPassword() {
        assertThatThrownBy(() -> SettingsReader.read(
                        null,
                        Map.of(),
                        Map.of("kanhu.database.password", "very-secret", "kanhu.database.url", "nonsense")))
                .hasMessageNotContaining("very-secret");
    }
}
