package io.kanhu.simulator.load;

import io.kanhu.simulator.band.CannotRun;
import picocli.CommandLine.Option;

/** How large the past is, and how long is measured. */
final class StorageOptions {
    @Option(names = "--rows", paramLabel = "N", description = "measurements of the past (default: ${DEFAULT-VALUE})")
    private long rows = 200_000_000;

    @Option(names = "--senders", paramLabel = "N", description = "bands that send (default: ${DEFAULT-VALUE})")
    private int connections = 1_000;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "messages a second while charts are read (default: ${DEFAULT-VALUE})")
    private double rate = 10_000;

    @Option(
            names = "--no-hours",
            negatable = true,
            description = "do not wait, for more than ten minutes, until the past's hours are rolled up and packed")
    private boolean hours = true;

    /**
     * As many as were asked for.
     *
     * @throws CannotRun if that makes no sense
     */
    long rows() {
        if (rows < 1) {
            throw new CannotRun("--rows must be above 0, not " + rows);
        }
        return rows;
    }

    int connections() {
        return connections;
    }

    double rate() {
        return rate;
    }

    /** Whether charts are read once more when the hours are packed. */
    boolean hours() {
        return hours;
    }
}
