package io.kanhu.simulator.replay;

import io.kanhu.simulator.band.CannotRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What was recorded, in the order of the file: GPX or CSV, packed with gzip or not.
 *
 * @param untimed rows or points without a time: no band could have sent them
 * @param empty rows in which nothing was measured
 */
public record Recording(List<Sample> samples, int rows, int untimed, int empty) {
    public Recording {
        samples = List.copyOf(samples);
    }

    /**
     * Reads a file.
     *
     * @param zone for times that do not say theirs
     * @throws CannotRun if it cannot be read, or holds nothing that a band measures
     */
    public static Recording read(Path file, Columns columns, ZoneId zone, @Nullable RowFilter filter) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = name.endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            List<Sample> all = name.replace(".gz", "").endsWith(".gpx")
                    ? new GpxRecording(file).read(in)
                    : new CsvRecording(file, columns, zone, filter)
                            .read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
            return of(all, file);
        } catch (IOException e) {
            throw new CannotRun("cannot read " + file + ": " + e.getMessage() + ". Does it exist?");
        }
    }

    private static Recording of(List<Sample> all, Path file) {
        List<Sample> timed = all.stream().filter(sample -> sample.at() != null).toList();
        List<Sample> measured =
                timed.stream().filter(sample -> !sample.isEmpty()).toList();
        if (measured.isEmpty()) {
            throw new CannotRun(
                    file + " holds " + all.size()
                            + " rows or points, but none with a time and a value; is the time column named with --time-column?");
        }
        return new Recording(measured, all.size(), all.size() - timed.size(), timed.size() - measured.size());
    }

    /** Samples with the same time as an earlier one: a band's moment is stored once, so they share a row. */
    public int simultaneous() {
        return samples.size()
                - (int) samples.stream()
                        .map(sample -> Objects.requireNonNull(sample.at()).truncatedTo(ChronoUnit.MILLIS))
                        .distinct()
                        .count();
    }

    /** The latest time in it. */
    Instant end() {
        return samples.stream()
                .map(sample -> Objects.requireNonNull(sample.at()))
                .max(Instant::compareTo)
                .orElseThrow();
    }
}
