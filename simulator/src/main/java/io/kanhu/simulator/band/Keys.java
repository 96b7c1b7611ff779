package io.kanhu.simulator.band;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kanhu.simulator.band.Credentials.Home;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * The addresses and secrets of a town: from {@code demo.json}, or a CSV file of bands.
 *
 * @param port 0 if the file does not say
 */
public record Keys(String host, int port, List<Credentials> bands) {
    private static final int BYTE_ORDER_MARK = 0xFEFF;
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setTrim(true)
            .setIgnoreEmptyLines(true)
            .setIgnoreHeaderCase(true)
            .get();

    public Keys {
        bands = List.copyOf(bands);
    }

    /** No bands, and this machine. */
    public static Keys none() {
        return new Keys("127.0.0.1", 0, List.of());
    }

    /** Reads {@code demo.json}. */
    public static Keys ofDemo(Path file) {
        try {
            JsonNode root = new ObjectMapper().readTree(Files.readString(file));
            List<Credentials> bands = new ArrayList<>();
            for (JsonNode band : root.path("bands")) {
                bands.add(new Credentials(
                        band.path("id").asText(), band.path("secret").asText(), home(band.path("home"))));
            }
            JsonNode mqtt = root.path("mqtt");
            return new Keys(
                    mqtt.path("host").asText("127.0.0.1"), mqtt.path("port").asInt(), bands);
        } catch (JsonProcessingException e) {
            throw new CannotRun(file + " is not JSON: " + e.getOriginalMessage() + "; ./kanhu demo writes it anew");
        } catch (IOException e) {
            throw new CannotRun("cannot read " + file + ": " + e.getMessage());
        }
    }

    /** Reads a file with the columns {@code band} and {@code secret}, as {@code kanhu bands import} takes it. */
    public static Keys ofBandsFile(Path file) {
        try (BufferedReader text = Files.newBufferedReader(file);
                CSVParser rows = FORMAT.parse(withoutMark(text))) {
            if (!rows.getHeaderMap().keySet().containsAll(List.of("band", "secret"))) {
                throw new CannotRun(file + " has no columns band and secret in its first line");
            }
            List<Credentials> bands = new ArrayList<>();
            for (CSVRecord row : rows) {
                if (!row.isSet("secret") || row.get("secret").isEmpty()) {
                    throw new CannotRun(file + " line " + rows.getCurrentLineNumber() + " has no secret");
                }
                bands.add(new Credentials(row.get("band"), row.get("secret"), null));
            }
            return new Keys("127.0.0.1", 0, bands);
        } catch (NoSuchFileException e) {
            throw new CannotRun("there is no file " + file);
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new CannotRun("cannot read " + file + ": " + e.getMessage());
        }
    }

    /** The credentials of one band. */
    public Credentials of(String band) {
        return bands.stream()
                .filter(candidate -> candidate.band().equals(band))
                .findFirst()
                .orElseThrow(() -> new CannotRun("no secret is known for band " + band
                        + "; give --secret, or --bands-file with a file that has it"));
    }

    private static @Nullable Home home(JsonNode home) {
        return home.has("latitude")
                ? new Home(
                        home.path("latitude").asDouble(), home.path("longitude").asDouble())
                : null;
    }

    /** Spreadsheets put a mark before the first column's name. */
    private static BufferedReader withoutMark(BufferedReader text) throws IOException {
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        return text;
    }
}
