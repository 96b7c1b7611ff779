package io.kanhu.simulator.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The processes that take part: this one, the server, its database, and others that are added. */
final class Meters {
    private final List<ProcessMeter> meters = new ArrayList<>();

    /**
     * What a process has used.
     *
     * @param cores on average
     * @param mebibytes at the end
     */
    record Usage(String name, double cores, double mebibytes) {}

    /** {@code null} for what is not known. */
    Meters(@Nullable Long serverPid, @Nullable Long postmaster) {
        meters.add(new ProcessMeter("load generator", ProcessHandle.current().pid()));
        if (serverPid != null) {
            meters.add(new ProcessMeter("server", serverPid));
        }
        if (postmaster != null) {
            meters.add(new ProcessMeter("PostgreSQL", postmaster));
        }
    }

    /** One more process. */
    Meters with(String name, long pid) {
        meters.add(new ProcessMeter(name, pid));
        return this;
    }

    void start() {
        meters.forEach(ProcessMeter::start);
    }

    /** What each has used since the start; the load generator comes first. */
    List<Usage> usages() {
        // The time first: reading how much memory there is takes a while.
        List<Double> cores = meters.stream().map(ProcessMeter::cores).toList();
        List<Usage> usages = new ArrayList<>();
        for (int i = 0; i < meters.size(); i++) {
            usages.add(
                    new Usage(meters.get(i).name(), cores.get(i), meters.get(i).mebibytes()));
        }
        return usages;
    }

    /** A line for each, and for all servers together, as of now. */
    List<String> lines() {
        return describe(usages());
    }

    static List<String> describe(List<Usage> usages) {
        List<String> lines = new ArrayList<>();
        for (Usage usage : usages) {
            lines.add(String.format(
                    Locale.ROOT, "%-16s %.2f cores, %,.0f MiB", usage.name(), usage.cores(), usage.mebibytes()));
        }
        double servers = usages.stream().skip(1).mapToDouble(Usage::cores).sum();
        lines.add(String.format(Locale.ROOT, "%-16s %.2f cores", "all servers", servers));
        return lines;
    }
}
