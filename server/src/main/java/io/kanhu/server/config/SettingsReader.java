package io.kanhu.server.config;

import io.kanhu.database.upkeep.Keep;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the settings: defaults, then the file, then the environment, then the command line; the later wins. */
public final class SettingsReader {
    private static final int FILE_ORDINAL = 200;
    private static final int ENVIRONMENT_ORDINAL = 300;
    private static final int COMMAND_LINE_ORDINAL = 500;

    /** A century. */
    private static final int MOST_DAYS = 36_525;

    private SettingsReader() {}

    /**
     * Reads and checks.
     *
     * @param file lines of {@code key=value}, or {@code null}
     * @param environment variables such as {@code KANHU_HTTP_PORT}
     * @param options keys such as {@code kanhu.http.port}, from the command line
     * @throws BadSetting if one of them makes no sense
     */
    public static Settings read(@Nullable Path file, Map<String, String> environment, Map<String, String> options) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .withSources(new EnvConfigSource(environment, ENVIRONMENT_ORDINAL))
                .withSources(new PropertiesConfigSource(options, "command line", COMMAND_LINE_ORDINAL))
                .withMapping(Settings.class)
                .addDefaultInterceptors();
        if (file != null) {
            builder.withSources(sourceOf(file));
        }
        Settings settings;
        try {
            settings = builder.build().getConfigMapping(Settings.class);
        } catch (ConfigValidationException e) {
            throw new BadSetting(describe(e));
        }
        check(settings);
        return settings;
    }

    private static PropertiesConfigSource sourceOf(Path file) {
        if (!Files.isReadable(file)) {
            throw new BadSetting("cannot read the settings file " + file + "; does it exist, may this user read it?");
        }
        try {
            return new PropertiesConfigSource(file.toUri().toURL(), FILE_ORDINAL);
        } catch (IOException | IllegalArgumentException e) {
            throw new BadSetting("cannot read the settings file " + file + ": " + e.getMessage());
        }
    }

    private static String describe(ConfigValidationException e) {
        Set<String> problems = new TreeSet<>();
        for (int i = 0; i < e.getProblemCount(); i++) {
            problems.add(e.getProblem(i).getMessage().replaceFirst("^SRCFG\\d+: ", ""));
        }
        return String.join("; ", problems) + ". All settings are in docs/operating.md";
    }

    private static void check(Settings settings) {
        port("kanhu.mqtt.port", settings.mqtt().port());
        range("kanhu.mqtt.quota", settings.mqtt().quota(), 1, 100_000);
        port("kanhu.http.port", settings.http().port());
        port("kanhu.metrics.port", settings.metrics().port());
        range("kanhu.session.hours", settings.session().hours(), 1, 24 * 31);
        range("kanhu.session.idle-minutes", settings.session().idleMinutes(), 15, 60 * 24 * 31);
        range("kanhu.limits.session-per-second", settings.limits().sessionPerSecond(), 0, 100_000);
        range("kanhu.limits.address-per-second", settings.limits().addressPerSecond(), 0, 100_000);
        settings.http().trustedProxies().ifPresent(proxies -> Networks.of("kanhu.http.trusted-proxies", proxies));
        OidcChecks.check(settings.oidc());
        range("kanhu.broker.receive-maximum", settings.broker().receiveMaximum(), 1, 65_535);
        range("kanhu.broker.clients", settings.broker().clients(), 1, 64);
        if (settings.broker().clients() > 1 && !settings.broker().shared()) {
            throw new BadSetting("kanhu.broker.clients above 1 needs kanhu.broker.shared=true: without it"
                    + " each of them would be sent everything");
        }
        range("kanhu.routing.fix-minutes", settings.routing().fixMinutes(), 1, 24 * 60);
        range("kanhu.outage.tell-after-millis", settings.outage().tellAfterMillis(), 500, 60_000);
        retention(settings.retention());
        checkWatch(settings.watch());
        ChannelChecks.check(settings.channels());
        settings.map()
                .tiles()
                .filter(template -> !template.matches("https?://[^/\\s;,']+/[^\\s;,']*\\{z\\}[^\\s;,']*"))
                .ifPresent(template -> {
                    throw new BadSetting("kanhu.map.tiles must be an address such as"
                            + " https://tiles.example/{z}/{x}/{y}.png, not " + template);
                });
        settings.database()
                .url()
                .filter(url -> !url.startsWith("jdbc:postgresql:"))
                .ifPresent(url -> {
                    throw new BadSetting("kanhu.database.url must begin with jdbc:postgresql:");
                });
        settings.broker()
                .url()
                .filter(url -> !url.matches("(tcp|ssl)://[^/:]+(:\\d+)?"))
                .ifPresent(url -> {
                    throw new BadSetting("kanhu.broker.url must be tcp://host:port or ssl://host:port, not " + url);
                });
    }

    private static void retention(Settings.Retention days) {
        range("kanhu.retention.vital-sign-days", days.vitalSignDays(), Keep.LEAST_VITAL_SIGNS, MOST_DAYS);
        range("kanhu.retention.hourly-days", days.hourlyDays(), days.vitalSignDays(), MOST_DAYS);
        range("kanhu.retention.location-days", days.locationDays(), 1, MOST_DAYS);
        range("kanhu.retention.band-status-days", days.bandStatusDays(), 1, MOST_DAYS);
        range("kanhu.retention.alert-days", days.alertDays(), 1, MOST_DAYS);
        range("kanhu.retention.audit-days", days.auditDays(), 1, MOST_DAYS);
    }

    private static void checkWatch(Settings.Watch watch) {
        range("kanhu.watch.self-test-seconds", watch.selfTestSeconds(), 0, 3_600);
        watch.heartbeatUrl().ifPresent(url -> {
            webAddress("kanhu.watch.heartbeat-url", url);
            if (watch.selfTestSeconds() == 0) {
                throw new BadSetting("kanhu.watch.heartbeat-url needs the self-test, which is off:"
                        + " set kanhu.watch.self-test-seconds to 60, or remove the address");
            }
        });
    }

    static void webAddress(String key, String url) {
        try {
            URI address = new URI(url);
            if (address.getHost() != null && List.of("http", "https").contains(address.getScheme())) {
                return;
            }
        } catch (URISyntaxException e) {
            throw new BadSetting(key + " cannot be read: " + e.getMessage());
        }
        throw new BadSetting(key + " must be http://… or https://…");
    }

    private static void port(String key, int port) {
        range(key, port, 0, 65_535);
    }

    static void range(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new BadSetting(key + " must be between " + least + " and " + most + ", not " + value);
        }
    }
}
