package io.kanhu.simulator.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Processor time and memory of a process and all it has started, from {@code /proc} (Linux, proc(5)). */
final class ProcessMeter {
    /** Of USER_HZ, which is 100 on every Linux that Java runs on. */
    private static final long NANOS_A_TICK = 10_000_000;

    private static final int USER_TICKS = 11;
    private static final int CHILDREN_SYSTEM_TICKS = 14;
    private static final int CHILDREN_USER_TICKS = 13;

    private final String name;
    private final long pid;
    private long startNanos;
    private Duration startCpu = Duration.ZERO;

    ProcessMeter(String name, long pid) {
        this.name = name;
        this.pid = pid;
    }

    String name() {
        return name;
    }

    /** Measures processor time from here. */
    void start() {
        startNanos = System.nanoTime();
        startCpu = cpu();
    }

    /** Cores in use on average since {@link #start}. */
    double cores() {
        return (double) cpu().minus(startCpu).toNanos() / (System.nanoTime() - startNanos);
    }

    /** Memory that is really there, pages shared by several processes counted once; MiB. */
    double mebibytes() {
        return tree().mapToLong(process -> field(process, "smaps_rollup", "Pss:"))
                        .sum()
                / 1024.0;
    }

    private Duration cpu() {
        return Duration.ofNanos(
                tree().mapToLong(process -> ticks(process, process == pid)).sum() * NANOS_A_TICK);
    }

    private Stream<Long> tree() {
        return ProcessHandle.of(pid)
                .map(process ->
                        Stream.concat(Stream.of(pid), process.descendants().map(ProcessHandle::pid)))
                .orElse(Stream.empty());
    }

    private static long ticks(long process, boolean withEndedChildren) {
        String stat = read(process, "stat");
        if (stat == null) {
            return 0;
        }
        // The name may hold blanks and brackets; what follows its last bracket does not.
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
        int last = withEndedChildren ? CHILDREN_SYSTEM_TICKS : CHILDREN_USER_TICKS - 1;
        return fields.subList(USER_TICKS, last + 1).stream()
                .mapToLong(Long::parseLong)
                .sum();
    }

    private static long field(long process, String file, String field) {
        String text = read(process, file);
        return text == null
                ? 0
                : text.lines()
                        .filter(line -> line.startsWith(field))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElse(0);
    }

    private static @Nullable String read(long process, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process), file));
        } catch (NoSuchFileException ended) {
            return null;
        } catch (IOException unreadable) {
            // The process ended while it was being read.
            return null;
        }
    }
}
