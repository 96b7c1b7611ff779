package io.kanhu.simulator.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The processes that take part: this one, the server, its database. */
final class Meters {
    private final List<ProcessMeter> meters = new ArrayList<>();

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

    void start() {
        meters.forEach(ProcessMeter::start);
    }

    /** A line for each, and for server and database together. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        double together = 0;
        for (ProcessMeter meter : meters) {
            double cores = meter.cores();
            if (meter != meters.getFirst()) {
                together += cores;
            }
            lines.add(
                    String.format(Locale.ROOT, "%-16s %.2f cores, %,.0f MiB", meter.name(), cores, meter.mebibytes()));
        }
        lines.add(String.format(Locale.ROOT, "%-16s %.2f cores", "both servers", together));
        return lines;
    }
}
