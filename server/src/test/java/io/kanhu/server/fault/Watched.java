package io.kanhu.server.fault;

import io.kanhu.server.Person;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A server process as its operator sees it: health, figures, memory. Linux only. */
final class Watched {
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final Person operator;
    private final long pid;

    /** {@code keys}: its {@code demo.json}. */
    Watched(JsonObject keys, long pid) {
        this.operator = new Person(keys.getString("metrics").replace("/metrics", ""));
        this.pid = pid;
    }

    /** Asked as whoever watches over services asks: an answer that takes long is none. */
    HttpResponse<String> ready() {
        return operator.send(operator.request("/health/ready").timeout(PATIENCE).GET());
    }

    boolean isReady() {
        return ready().statusCode() == 200;
    }

    /** A figure, summed up over its labels; 0 if there is none of that name. */
    double figure(String name) {
        return figure(name, "");
    }

    /** The same over those with a label, such as {@code reason="clock"}. */
    double figure(String name, String label) {
        return operator.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** What the heap holds when all garbage has gone, in MiB. */
    double liveHeapMebibytes() {
        try {
            int code = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid),
                            "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("jcmd cannot reach process " + pid);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return figure("jvm_memory_used_bytes", "area=\"heap\"") / (1 << 20);
    }

    /** Memory that is really there, in MiB. */
    double residentMebibytes() {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                            .filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElseThrow()
                    / 1024.0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Open files and sockets. */
    int openFiles() {
        return (int) figure("process_files_open_files");
    }
}
