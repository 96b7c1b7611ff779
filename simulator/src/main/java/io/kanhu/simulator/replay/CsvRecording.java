package io.kanhu.simulator.replay;

import io.kanhu.simulator.band.CannotRun;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** A recording in rows. */
final class CsvRecording {
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setTrim(true)
            .setIgnoreEmptyLines(true)
            .get();

    private final Path file;
    private final Columns wanted;
    private final ZoneId zone;
    private final @Nullable RowFilter filter;

    /** {@code zone} is for times that do not say theirs; {@code filter} keeps some of the rows. */
    CsvRecording(Path file, Columns wanted, ZoneId zone, @Nullable RowFilter filter) {
        this.file = file;
        this.wanted = wanted;
        this.zone = zone;
        this.filter = filter;
    }

    List<Sample> read(Reader text) throws IOException {
        try (CSVParser rows = CSVParser.parse(text, FORMAT)) {
            List<String> header = rows.getHeaderNames();
            if (filter != null && !header.contains(filter.column())) {
                throw new CannotRun(file + " has no column " + filter.column() + "; it has " + header);
            }
            Columns columns = wanted.in(header, file);
            List<Sample> samples = new ArrayList<>();
            for (CSVRecord row : rows) {
                if (filter == null || filter.value().equals(row.get(filter.column()))) {
                    samples.add(sample(row, columns));
                }
            }
            return samples;
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new CannotRun("cannot read " + file + ": " + e.getMessage());
        }
    }

    private Sample sample(CSVRecord row, Columns columns) {
        return new Sample(
                time(row, columns.time()),
                whole(row, columns.heartRate()),
                whole(row, columns.systolic()),
                whole(row, columns.diastolic()),
                number(row, columns.latitude()),
                number(row, columns.longitude()));
    }

    private @Nullable Instant time(CSVRecord row, @Nullable String column) {
        String text = text(row, column);
        return text == null ? null : parse(text, zone);
    }

    /** ISO 8601 with or without an offset, or seconds or milliseconds since 1970. */
    static Instant parse(String text, ZoneId zone) {
        if (text.matches("-?\\d{9,11}")) {
            return Instant.ofEpochSecond(Long.parseLong(text));
        }
        if (text.matches("-?\\d{12,14}")) {
            return Instant.ofEpochMilli(Long.parseLong(text));
        }
        String iso = text.replace(' ', 'T');
        return iso.matches(".*T.*(Z|[+-]\\d\\d(:?\\d\\d)?)$")
                ? OffsetDateTime.parse(iso).toInstant()
                : LocalDateTime.parse(iso).atZone(zone).toInstant();
    }

    private static @Nullable Integer whole(CSVRecord row, @Nullable String column) {
        Double number = number(row, column);
        return number == null ? null : Math.toIntExact(Math.round(number));
    }

    private static @Nullable Double number(CSVRecord row, @Nullable String column) {
        String text = text(row, column);
        return text == null ? null : Double.valueOf(text);
    }

    /** What stands in a cell; {@code null} if nothing does, in any of the ways in which files say so. */
    private static @Nullable String text(CSVRecord row, @Nullable String column) {
        if (column == null || !row.isSet(column)) {
            return null;
        }
        String text = row.get(column);
        return text.isEmpty() || text.equalsIgnoreCase("NA") || text.equalsIgnoreCase("NaN") ? null : text;
    }
}
