package io.kanhu.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The PostgreSQL process that runs on a data directory, as the directory's {@code postmaster.pid} tells of it. */
final class Postmaster {
    private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);
    /** Where in the file the directory and the port stand, counted from 0. */
    private static final int DIRECTORY_LINE = 1;

    private static final int PORT_LINE = 3;

    private static final long PATIENCE_SECONDS = 10;
    private static final Path PROCESSES = Path.of("/proc");

    private Postmaster() {}

    static Optional<ProcessHandle> in(Path data) throws IOException {
        List<String> lines = lines(data);
        if (lines.size() <= DIRECTORY_LINE
                || !lines.getFirst().strip().matches("\\d{1,10}")
                || !isOf(data, lines.get(DIRECTORY_LINE))) {
            return Optional.empty();
        }
        // A pid may have been given to another program since: only a postgres is ours.
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .filter(process -> process.info().command().orElse("").endsWith("postgres"));
    }

    /** A copy of a directory has a copy of the file too, and the server it tells of is the original's. */
    private static boolean isOf(Path data, String directory) throws IOException {
        Path written = Path.of(directory);
        return Files.exists(written) && Files.isSameFile(written, data);
    }

    static Optional<Integer> portIn(Path data) throws IOException {
        List<String> lines = lines(data);
        return lines.size() > PORT_LINE && lines.get(PORT_LINE).strip().matches("\\d{1,5}")
                ? Optional.of(Integer.valueOf(lines.get(PORT_LINE).strip()))
                : Optional.empty();
    }

    /**
     * Whether a process has ended for certain. Java takes one for ended whose files it cannot open, as when this process has no file
     * descriptor left, and a server must not be stopped for that; to see whether a directory is there needs none.
     */
    static boolean hasEnded(long pid) {
        if (!Files.exists(PROCESSES.resolve("self"))) {
            return ProcessHandle.of(pid).isEmpty();
        }
        Path process = PROCESSES.resolve(Long.toString(pid));
        if (!Files.exists(process)) {
            return true;
        }
        try {
            // The name may hold brackets; what follows its last one is the state, and Z is one that nobody has fetched
            // yet. proc(5)
            String status = Files.readString(process.resolve("stat"));
            return status.startsWith(" Z", status.lastIndexOf(')') + 1);
        } catch (IOException noneLeft) {
            return false;
        }
    }

    /** Stops a server that a killed process has left behind; one that does not stop is killed, its log will be recovered. */
    static void stopLeftover(Path data) throws IOException {
        Optional<ProcessHandle> leftover = in(data);
        if (leftover.isEmpty()) {
            return;
        }
        LOG.warn(
                "stopping the PostgreSQL that an earlier run left behind pid={}",
                leftover.get().pid());
        leftover.get().destroy();
        try {
            leftover.get().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.warn("it does not stop while somebody is connected; killing it, its log will be recovered");
            leftover.get().destroyForcibly();
            leftover.get().onExit().join();
        } catch (ExecutionException e) {
            throw new IOException("waiting for the earlier PostgreSQL failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while stopping the earlier PostgreSQL", e);
        }
    }

    private static List<String> lines(Path data) throws IOException {
        Path file = data.resolve("postmaster.pid");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
}
