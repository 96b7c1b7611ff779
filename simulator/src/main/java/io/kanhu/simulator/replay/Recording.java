package io.kanhu.simulator.replay;

import io.kanhu.simulator.band.CannotRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/**
 * What was recorded, in the order of the file: GPX or CSV, packed with gzip or not.
 *
 * @param samples those with a time and a value
 * @param rows rows or points of the file, all of them
 * @param passedOver rows that the filter did not want
 * @param untimed rows or points without a time: no band could have sent them
 * @param empty rows in which nothing was measured
 */
public record Recording(List<Sample> samples, int rows, int passedOver, int untimed, int empty) {
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    public Recording {
        samples = List.copyOf(samples);
    }

    /**
     * Reads a file.
     *
     * @param zone for times that do not say theirs
     * @param filters what rows of a CSV file must have, all of it; none for GPX
     * @throws CannotRun if it cannot be read, or holds nothing that a band measures
     */
    public static Recording read(Path file, Columns columns, ZoneId zone, List<RowFilter> filters) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        boolean gpx = name.matches(".*\\.gpx(\\.gz)?");
        if (gpx && !filters.isEmpty()) {
            throw new CannotRun(file + " is GPX and has no columns for --where");
        }
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = name.endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            return gpx
                    ? new GpxRecording(file).read(in)
                    : new CsvRecording(file, columns, zone, filters).read(textOf(in));
        } catch (NoSuchFileException e) {
            throw new CannotRun("there is no file " + file);
        } catch (IOException e) {
            throw new CannotRun("cannot read " + file + ": " + e.getMessage());
        }
    }

    /** Sorts out what cannot be played. */
    static Recording of(List<Sample> all, int passedOver) {
        List<Sample> timed = all.stream().filter(sample -> sample.at() != null).toList();
        List<Sample> measured =
                timed.stream().filter(sample -> !sample.isEmpty()).toList();
        return new Recording(
                measured,
                all.size() + passedOver,
                passedOver,
                all.size() - timed.size(),
                timed.size() - measured.size());
    }

    /** The latest time in it. */
    Instant end() {
        return samples.stream()
                .map(sample -> Objects.requireNonNull(sample.at()))
                .max(Instant::compareTo)
                .orElseThrow();
    }

    private static Reader textOf(InputStream in) throws IOException {
        BufferedReader text = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        return text;
    }
}
