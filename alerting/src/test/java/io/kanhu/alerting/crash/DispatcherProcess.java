package io.kanhu.alerting.crash;

import io.kanhu.database.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A dispatcher in a process of its own, to be killed. */
final class DispatcherProcess implements AutoCloseable {
    private final Process process;

    private DispatcherProcess(Process process) {
        this.process = process;
    }

    /** Starts one and waits until it looks for what is due. */
    static DispatcherProcess start(Target target, URI gateway) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Dispatcher.class.getName(),
                        target.url(),
                        target.user(),
                        target.password(),
                        gateway.toString()))
                .redirectErrorStream(true)
                .start();
        BufferedReader lines = process.inputReader();
        StringBuilder said = new StringBuilder();
        for (String line = lines.readLine(); !Dispatcher.READY.equals(line); line = lines.readLine()) {
            if (line == null) {
                throw new IllegalStateException("the dispatcher has ended: " + said);
            }
            said.append(line).append('\n');
        }
        // Nobody reads its log, and a full pipe would stop it.
        Thread.startVirtualThread(() -> lines.lines().forEach(line -> {}));
        return new DispatcherProcess(process);
    }

    /** Fails if it has ended by itself. */
    void requireAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the dispatcher has ended by itself with " + process.exitValue());
        }
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
