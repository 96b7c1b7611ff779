package io.kanhu.server.trial;

import io.kanhu.alerting.rules.Observation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Reads the people of a CSV file, packed with gzip or not, by what its columns are usually called. */
final class RecordedPeople {
    private static final Set<String> NOTHING = Set.of("", "na", "n/a", "nan", "null", "0");
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setTrim(true)
            .setIgnoreEmptyLines(true)
            .setAllowMissingColumnNames(true)
            .get();

    private static final List<String> PERSONS = List.of("person", "id", "wearer", "band");
    private static final List<String> TIMES =
            List.of("time", "timestamp", "time_utc", "time_local", "datetime", "date.time", "minute", "ts");
    private static final List<String> PULSES =
            List.of("hr", "hr_bpm", "hr_mean", "heart_rate", "heartrate", "bpm", "pulse", "value");
    private static final List<String> SYSTOLICS = List.of("sys", "syst", "systolic", "sbp");
    private static final List<String> DIASTOLICS = List.of("dia", "diast", "diastolic", "dbp");
    private static final List<String> STEPS = List.of("steps");
    private static final List<String> LATITUDES = List.of("lat", "latitude");
    private static final List<String> LONGITUDES = List.of("lon", "lng", "longitude");

    private final Path file;
    private final ZoneId zone;

    /** @param zone for times that do not say theirs */
    RecordedPeople(Path file, ZoneId zone) {
        this.file = file;
        this.zone = zone;
    }

    /** Each person's observations in order of time; without a column of persons it is one. */
    Map<String, List<Observation>> read() {
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                CSVParser rows = CSVParser.parse(
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)), FORMAT)) {
            return people(rows);
        } catch (NoSuchFileException e) {
            throw new UnreadableRecording("there is no file " + file);
        } catch (IOException | IllegalArgumentException e) {
            throw new UnreadableRecording("cannot read " + file + " as CSV: " + e.getMessage());
        }
    }

    private Map<String, List<Observation>> people(CSVParser rows) {
        List<String> header = rows.getHeaderNames();
        String person = find(header, PERSONS);
        String time = find(header, TIMES);
        if (time == null || (find(header, PULSES) == null && find(header, SYSTOLICS) == null)) {
            throw new UnreadableRecording(
                    file + " has no column of times beside one of pulses or pressures among " + header);
        }
        Map<String, List<Observation>> people = new LinkedHashMap<>();
        for (CSVRecord row : rows) {
            String name = person == null ? "one person" : row.get(person);
            people.computeIfAbsent(name, unused -> new ArrayList<>()).add(observation(row, header, time));
        }
        people.values().forEach(all -> all.sort(Comparator.comparing(Observation::at)));
        return people;
    }

    private Observation observation(CSVRecord row, List<String> header, String time) {
        return new Observation(
                time(row, time),
                whole(row, find(header, PULSES)),
                whole(row, find(header, SYSTOLICS)),
                whole(row, find(header, DIASTOLICS)),
                whole(row, find(header, STEPS)),
                number(row, find(header, LATITUDES)),
                number(row, find(header, LONGITUDES)));
    }

    private Instant time(CSVRecord row, String column) {
        String text = row.get(column).replace(' ', 'T');
        try {
            if (text.matches("\\d{12,14}")) {
                return Instant.ofEpochMilli(Long.parseLong(text));
            }
            return text.matches(".*T.*(Z|[+-]\\d\\d:\\d\\d)$")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            throw new UnreadableRecording(file + " row " + row.getRecordNumber() + ": this is no time: " + text);
        }
    }

    private @Nullable Integer whole(CSVRecord row, @Nullable String column) {
        Double number = number(row, column);
        return number == null ? null : (Integer) Math.toIntExact(Math.round(number));
    }

    private @Nullable Double number(CSVRecord row, @Nullable String column) {
        String text = column == null || !row.isSet(column) ? "" : row.get(column);
        if (NOTHING.contains(text.toLowerCase(Locale.ROOT))) {
            return null;
        }
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            throw new UnreadableRecording(file + " row " + row.getRecordNumber() + ": this is no number: " + text);
        }
    }

    private static @Nullable String find(List<String> header, List<String> names) {
        return header.stream()
                .filter(column -> names.contains(column.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse(null);
    }
}
