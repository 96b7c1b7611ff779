package io.kanhu.simulator.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What a figure was measured on. */
final class Machine {
    private static final double KIBIBYTES_A_GIBIBYTE = 1024 * 1024;

    private Machine() {}

    static String describe() {
        return String.format(
                Locale.ROOT,
                "machine: %d cores (%s), %.0f GiB, %s %s, Java %s",
                Runtime.getRuntime().availableProcessors(),
                line("/proc/cpuinfo", "model name").replaceFirst(".*:\\s*", ""),
                Long.parseLong(line("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / KIBIBYTES_A_GIBIBYTE,
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                Runtime.version());
    }

    private static String line(String file, String start) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(start)).findFirst().orElse("0");
        } catch (IOException e) {
            return "0";
        }
    }
}
