package io.kanhu.server.command;

import io.kanhu.server.config.Settings;
import io.kanhu.server.config.SettingsReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What can be set on the command line. */
final class ServerOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "settings, lines of key=value")
    @Nullable
    Path config;

    @Option(names = "--data", paramLabel = "DIR", description = "data directory (default: var)")
    @Nullable
    Path data;

    @Option(names = "--mqtt-port", paramLabel = "PORT", description = "where bands connect (default: 1883)")
    @Nullable
    Integer mqttPort;

    @Option(names = "--http-port", paramLabel = "PORT", description = "where people connect (default: 8080)")
    @Nullable
    Integer httpPort;

    @Option(names = "--metrics-port", paramLabel = "PORT", description = "where Prometheus connects (default: 9464)")
    @Nullable
    Integer metricsPort;

    /** All settings, with what the environment and the file say. */
    Settings settings() {
        Map<String, String> options = new HashMap<>();
        put(options, "kanhu.data", data);
        put(options, "kanhu.mqtt.port", mqttPort);
        put(options, "kanhu.http.port", httpPort);
        put(options, "kanhu.metrics.port", metricsPort);
        return SettingsReader.read(config, System.getenv(), options);
    }

    private static void put(Map<String, String> options, String key, @Nullable Object value) {
        if (value != null) {
            options.put(key, value.toString());
        }
    }
}
