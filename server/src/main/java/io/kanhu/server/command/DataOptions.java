package io.kanhu.server.command;

import io.kanhu.server.Store;
import io.kanhu.server.config.SettingsReader;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the data of a command is that works beside a running server. */
final class DataOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "settings, lines of key=value")
    @Nullable
    Path config;

    @Option(names = "--data", paramLabel = "DIR", description = "data directory (default: var)")
    @Nullable
    Path data;

    Store.Work open() {
        Map<String, String> options = data == null ? Map.of() : Map.of("kanhu.data", data.toString());
        return Store.openBeside(SettingsReader.read(config, System.getenv(), options));
    }
}
