package io.kanhu.database.timescale;

import io.kanhu.database.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An empty TimescaleDB: the real extension in a real PostgreSQL, compiled to WebAssembly, in a Node process of its own. It has one database
 * and one session that its connections share, a transaction at a time, and no background workers: what a policy does is done by
 * {@code CALL run_job(…)}.
 */
public final class WasmTimescale implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WasmTimescale.class);
    private static final List<String> FILES = List.of("package.json", "package-lock.json", "timescale.mjs");

    private final Process process;
    private final Target target;

    private WasmTimescale(Process process, Target target) {
        this.process = process;
        this.target = target;
    }

    /** Starts one; fetches it with npm the first time. Without npm the test that asks for it is aborted, and says so. */
    public static WasmTimescale start() {
        try {
            Process process = begin(
                    installed(),
                    new ProcessBuilder("node", "timescale.mjs").redirectError(ProcessBuilder.Redirect.INHERIT));
            BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
            @Nullable String port = output.readLine();
            if (port == null) {
                throw new IllegalStateException("TimescaleDB in WebAssembly has not started; its own words are above");
            }
            return new WasmTimescale(
                    process, new Target("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Target target() {
        return target;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Installed once for all modules under the build's folder; other files get another place. */
    private static synchronized Path installed() throws IOException {
        StringBuilder files = new StringBuilder();
        for (String file : FILES) {
            files.append(read(file));
        }
        Path place = Path.of(
                "..",
                "database",
                "target",
                "timescale-" + Integer.toHexString(files.toString().hashCode()));
        if (!Files.exists(place)) {
            Files.createDirectories(place.getParent());
            Path fresh = Files.createTempDirectory(place.getParent(), "timescale");
            for (String file : FILES) {
                try (InputStream content = resource(file)) {
                    Files.copy(content, fresh.resolve(file));
                }
            }
            npm(fresh);
            try {
                Files.move(fresh, place);
            } catch (FileAlreadyExistsException somebodyWasFaster) {
                return place;
            }
        }
        return place;
    }

    private static void npm(Path folder) throws IOException {
        Process npm = begin(
                folder,
                new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
                        .redirectErrorStream(true));
        String words = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!npm.waitFor(5, TimeUnit.MINUTES) || npm.exitValue() != 0) {
                throw new IllegalStateException("npm could not install TimescaleDB for the tests: " + words);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Process begin(Path folder, ProcessBuilder program) {
        try {
            return program.directory(folder.toFile()).start();
        } catch (IOException e) {
            LOG.warn("not tested on TimescaleDB: Node and npm are not here, ./kanhu test installs them", e);
            return Assumptions.abort("not tested on TimescaleDB, because Node and npm are not here: " + e.getMessage());
        }
    }

    private static String read(String file) throws IOException {
        try (InputStream content = resource(file)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static InputStream resource(String file) {
        return Objects.requireNonNull(WasmTimescale.class.getResourceAsStream("/node/" + file), file);
    }
}
