package io.kanhu.dashboards;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A program of the system that a test runs. One that is missing fails the test: nothing here is worth skipping. */
final class SystemProgram {
    private SystemProgram() {}

    /** How a program ended. */
    record Ending(int code, String output) {}

    /** Runs a program that ends by itself. */
    static Ending run(String... command) {
        try {
            Process process = start(new ProcessBuilder(command).redirectErrorStream(true));
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ending(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new AssertionError(
                    "this test needs " + List.copyOf(builder.command()).getFirst()
                            + "; ./kanhu test installs it, or by hand: apt-get install prometheus mosquitto",
                    e);
        }
    }
}
