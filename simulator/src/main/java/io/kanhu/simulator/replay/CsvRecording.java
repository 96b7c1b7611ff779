package io.kanhu.simulator.replay;

import static java.util.stream.Collectors.joining;

import io.kanhu.simulator.band.CannotRun;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** A recording in rows. */
final class CsvRecording {
    /** The ways in which files say that there is nothing. */
    private static final Set<String> NOTHING = Set.of("", "na", "n/a", "nan", "null");

    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setTrim(true)
            .setIgnoreEmptyLines(true)
            // R puts no name over the numbers of its rows.
            .setAllowMissingColumnNames(true)
            .get();

    private final Path file;
    private final Columns wanted;
    private final ZoneId zone;
    private final List<RowFilter> filters;

    /** {@code zone} is for times that do not say theirs; a row must pass all the filters. */
    CsvRecording(Path file, Columns wanted, ZoneId zone, List<RowFilter> filters) {
        this.file = file;
        this.wanted = wanted;
        this.zone = zone;
        this.filters = filters;
    }

    Recording read(Reader text) throws IOException {
        try (CSVParser rows = CSVParser.parse(text, FORMAT)) {
            List<String> header = rows.getHeaderNames();
            if (header.isEmpty()) {
                throw new CannotRun(file + " is empty; its first line must name its columns");
            }
            for (RowFilter filter : filters) {
                if (!header.contains(filter.column())) {
                    throw new CannotRun(file + " has no column " + filter.column() + " for --where; it has " + header);
                }
            }
            Columns columns = wanted.in(header, file);
            List<Sample> samples = new ArrayList<>();
            int passedOver = 0;
            for (CSVRecord row : rows) {
                if (isWanted(row)) {
                    samples.add(sample(row, columns, rows.getCurrentLineNumber()));
                } else {
                    passedOver++;
                }
            }
            return recording(samples, passedOver);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (IllegalArgumentException e) {
            throw new CannotRun("cannot read " + file + " as CSV: " + e.getMessage());
        }
    }

    private Recording recording(List<Sample> samples, int passedOver) {
        if (samples.isEmpty()) {
            throw new CannotRun(
                    filters.isEmpty()
                            ? file + " has a first line and no rows below it"
                            : "none of the " + passedOver + " rows of " + file + " has "
                                    + filters.stream().map(RowFilter::toString).collect(joining(" and ")));
        }
        Recording recording = Recording.of(samples, passedOver);
        if (recording.samples().isEmpty()) {
            throw new CannotRun("none of the " + samples.size() + " rows of " + file
                    + " has both a time and a value; name the columns with --time-column, --heart-rate-column …");
        }
        return recording;
    }

    private boolean isWanted(CSVRecord row) {
        return filters.stream().allMatch(filter -> filter.value().equals(cell(row, filter.column())));
    }

    private Sample sample(CSVRecord row, Columns columns, long line) {
        return new Sample(
                time(row, columns.time(), line),
                whole(row, columns.heartRate(), line),
                whole(row, columns.systolic(), line),
                whole(row, columns.diastolic(), line),
                number(row, columns.latitude(), line),
                number(row, columns.longitude(), line));
    }

    private @Nullable Instant time(CSVRecord row, @Nullable String column, long line) {
        String text = text(row, column);
        try {
            return text == null ? null : parse(text, zone);
        } catch (DateTimeException e) {
            throw new CannotRun(
                    file + " line " + line + ": " + column + " is no time: " + text
                            + "; times are like 2026-05-01T08:00:00Z, 2026-05-01 08:00:00, or seconds or milliseconds since 1970");
        }
    }

    /** ISO 8601 with or without an offset, or seconds or milliseconds since 1970. */
    static Instant parse(String text, ZoneId zone) {
        if (text.matches("-?\\d{9,11}")) {
            return Instant.ofEpochSecond(Long.parseLong(text));
        }
        if (text.matches("-?\\d{12,14}")) {
            return Instant.ofEpochMilli(Long.parseLong(text));
        }
        String iso = text.replace(' ', 'T').replaceFirst("(T.*[+-]\\d\\d)(\\d\\d)$", "$1:$2");
        return iso.matches(".*T.*(Z|[+-]\\d\\d(:\\d\\d)?)$")
                ? OffsetDateTime.parse(iso).toInstant()
                : LocalDateTime.parse(iso).atZone(zone).toInstant();
    }

    /** Half a beat is none, and what no band could mean is for the server to refuse. */
    static int rounded(double number) {
        return Math.clamp(Math.round(number), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private @Nullable Integer whole(CSVRecord row, @Nullable String column, long line) {
        Double number = number(row, column, line);
        return number == null ? null : rounded(number);
    }

    private @Nullable Double number(CSVRecord row, @Nullable String column, long line) {
        String text = text(row, column);
        try {
            return text == null ? null : Double.valueOf(text);
        } catch (NumberFormatException e) {
            throw new CannotRun(file + " line " + line + ": " + column + " is no number: " + text);
        }
    }

    /** What stands in a cell; {@code null} if nothing does. */
    private static @Nullable String text(CSVRecord row, @Nullable String column) {
        String text = column == null ? null : cell(row, column);
        return text == null || NOTHING.contains(text.toLowerCase(Locale.ROOT)) ? null : text;
    }

    private static @Nullable String cell(CSVRecord row, String column) {
        return row.isSet(column) ? row.get(column) : null;
    }
}
