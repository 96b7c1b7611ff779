package io.kanhu.simulator;

import io.kanhu.simulator.band.CannotRun;
import io.kanhu.simulator.band.Credentials;
import io.kanhu.simulator.band.Keys;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the server is and what the bands' secrets are. */
final class ServerAddress {
    @Option(names = "--data", paramLabel = "DIR", description = "where demo.json lies (default: ${DEFAULT-VALUE})")
    private Path data = Path.of("var");

    @Option(names = "--host", paramLabel = "HOST", description = "server or broker, if not the one in demo.json")
    private @Nullable String host;

    @Option(names = "--port", paramLabel = "PORT", description = "its MQTT port")
    private @Nullable Integer port;

    @Option(
            names = "--bands-file",
            paramLabel = "FILE.csv",
            description = "bands and secrets, if not those in demo.json")
    private @Nullable Path bandsFile;

    /** A server and the bands known there. */
    Keys keys() {
        Keys keys = read();
        int known = port == null ? keys.port() : port;
        if (known < 1 || known > 65_535) {
            throw new CannotRun(port == null ? "give the server's MQTT port with --port" : "there is no port " + port);
        }
        return new Keys(host == null ? keys.host() : host, known, keys.bands());
    }

    /** The credentials of one band, from {@code --secret} if it was given. */
    static Credentials credentials(Keys keys, String band, @Nullable String secret) {
        return secret == null ? keys.of(band) : new Credentials(band, secret, null);
    }

    private Keys read() {
        if (bandsFile != null) {
            return Keys.ofBandsFile(bandsFile);
        }
        Path demo = data.resolve("demo.json");
        if (Files.exists(demo)) {
            return Keys.ofDemo(demo);
        }
        if (port == null) {
            throw new CannotRun(
                    "there is no " + demo + "; start ./kanhu demo first, or give --port, and --secret or --bands-file");
        }
        return Keys.none();
    }
}
