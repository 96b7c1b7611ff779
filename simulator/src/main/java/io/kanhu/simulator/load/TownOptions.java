package io.kanhu.simulator.load;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which town is loaded, and what is measured beside it. */
final class TownOptions {
    @Option(names = "--data", paramLabel = "DIR", description = "where demo.json lies (default: ${DEFAULT-VALUE})")
    private Path data = Path.of("var");

    @Option(names = "--server-pid", paramLabel = "PID", description = "also measure this process")
    private @Nullable Long serverPid;

    Path data() {
        return data;
    }

    Town town() {
        return Town.in(data);
    }

    /** {@code null} if it was not told. */
    @Nullable
    Long serverPid() {
        return serverPid;
    }

    /** Meters of all processes that take part. */
    Meters meters(Town town) {
        return new Meters(serverPid, town.postmaster());
    }
}
