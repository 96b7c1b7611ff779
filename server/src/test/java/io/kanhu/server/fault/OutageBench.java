package io.kanhu.server.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What {@code ./kanhu bench outage} runs. No test. */
public final class OutageBench {
    private OutageBench() {}

    /** Arguments: an empty directory, seconds away, messages a second. */
    public static void main(String[] arguments) throws Exception {
        Path directory = directory(arguments[0]);
        Duration away = Duration.ofSeconds(Integer.parseInt(arguments[1]));
        int perSecond = Integer.parseInt(arguments[2]);
        System.out.printf("the database is stopped for %d s under %,d messages/s%n", away.toSeconds(), perSecond);
        new Outage(directory, away, perSecond).run().lines().forEach(System.out::println);
    }

    private static Path directory(String name) throws IOException {
        return Files.createDirectories(Path.of(name));
    }
}
