package io.kanhu.simulator.load;

import io.kanhu.simulator.fleet.Physiology;
import io.kanhu.simulator.load.Mix.Kind;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code simulate load rows}: the rows that bands come to in a day, to measure what a database makes of them. */
@Command(
        name = "rows",
        description = "Prints the rows of a day, as CSV: table, band, times, values.",
        mixinStandardHelpOptions = true)
final class RowsCommand implements Callable<Integer> {
    private static final Duration INTERVAL = Duration.ofSeconds(50);
    private static final Duration LONGEST_WAY = Duration.ofSeconds(2);
    private static final double LATITUDE = 35.02;
    private static final double LONGITUDE = 110.99;

    @Option(names = "--bands", paramLabel = "N", description = "how many (default: ${DEFAULT-VALUE})")
    private int bands = 100;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private final Random chance = new Random(1);

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<Physiology> bodies = new ArrayList<>();
        for (int band = 0; band < bands; band++) {
            bodies.add(new Physiology(
                    band, LATITUDE + chance.nextGaussian() * 0.01, LONGITUDE + chance.nextGaussian() * 0.01));
        }
        Instant day = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(1));
        long reports = Duration.ofDays(1).dividedBy(INTERVAL);
        long apart = INTERVAL.toMillis() / Math.max(1, bands);
        for (int report = 0; report < reports; report++) {
            for (int band = 0; band < bands; band++) {
                Instant at = day.plus(INTERVAL.multipliedBy(report)).plusMillis(band * apart);
                Physiology body = bodies.get(band);
                body.live(at, INTERVAL.toMillis() / 1000.0);
                print(out, band, Mix.CITY.kindOf(band, report), at, body);
            }
        }
        out.flush();
        return 0;
    }

    private void print(PrintWriter out, int band, Kind kind, Instant at, Physiology body) {
        String start = String.format(
                Locale.ROOT,
                "band-%06d,%s,%d,%s",
                band,
                at,
                1_000 + band,
                at.plusMillis(chance.nextLong(LONGEST_WAY.toMillis())));
        if (kind == Kind.PLACE_AND_BATTERY) {
            out.printf(Locale.ROOT, "location_fix,%s,%.6f,%.6f,12,gnss%n", start, body.latitude(), body.longitude());
            out.printf(Locale.ROOT, "band_status,%s,%d%n", start, body.battery());
        } else {
            String pressure = kind == Kind.PULSE_AND_PRESSURE ? body.systolic() + "," + body.diastolic() : ",";
            out.printf(Locale.ROOT, "vital_sign,%s,%d,%s%n", start, body.heartRate(at), pressure);
        }
    }
}
