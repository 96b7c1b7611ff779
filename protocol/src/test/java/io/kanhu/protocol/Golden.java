package io.kanhu.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A payload as a device in the field shapes it, and what must be made of it. A file of four parts under {@code golden/}: what
 * it shows, then topic, payload, what is taken, what is refused.
 */
record Golden(String name, String topic, String payload, List<String> taken, List<String> refused) {

    static List<Golden> all() {
        URL folder = Objects.requireNonNull(Golden.class.getResource("/golden"), "no golden payloads in the resources");
        Path root = Path.of(URI.create(folder.toString()));
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .map(file -> read(root.relativize(file).toString(), file))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + root, e);
        }
    }

    private static Golden read(String name, Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return new Golden(
                    name,
                    String.join("", part(lines, "== topic")),
                    String.join("\n", part(lines, "== payload")),
                    part(lines, "== taken"),
                    part(lines, "== refused"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    private static List<String> part(List<String> lines, String heading) {
        int start = lines.indexOf(heading);
        if (start < 0) {
            throw new IllegalStateException("No part \"" + heading + "\" in " + lines);
        }
        List<String> part = new ArrayList<>();
        for (String line : lines.subList(start + 1, lines.size())) {
            if (line.startsWith("== ")) {
                break;
            }
            part.add(line);
        }
        return part;
    }

    Topic parsedTopic() {
        return Objects.requireNonNull(Topic.parse(topic), () -> "not a topic of the contract: " + topic);
    }

    @Override
    public String toString() {
        return name;
    }
}
