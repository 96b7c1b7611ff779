package io.kanhu.simulator.band;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a band measured at one moment, as it says it; {@code null} is not measured. Nothing is checked: to judge is the server's
 * part.
 *
 * @param millis time of measurement since the epoch
 */
public record Report(
        long millis,
        @Nullable Integer heartRate,
        @Nullable Integer systolic,
        @Nullable Integer diastolic,
        @Nullable Double latitude,
        @Nullable Double longitude,
        @Nullable Integer battery,
        @Nullable Integer steps) {
    private static final JsonFactory JSON = new JsonFactory();

    /** A pulse. */
    public static Report heartRate(long millis, int bpm) {
        return new Report(millis, bpm, null, null, null, null, null, null);
    }

    /** The payload of one report. */
    public String toJson() {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** The payload of several: an array. */
    public static String toJson(List<Report> reports) {
        if (reports.size() == 1) {
            return reports.getFirst().toJson();
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartArray();
            for (Report report : reports) {
                report.write(out);
            }
            out.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private void write(JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeNumberField("ts", millis);
        number(out, "hr", heartRate);
        if (systolic != null && diastolic != null) {
            out.writeObjectFieldStart("bp");
            out.writeNumberField("sys", systolic);
            out.writeNumberField("dia", diastolic);
            out.writeEndObject();
        }
        if (latitude != null && longitude != null) {
            out.writeObjectFieldStart("loc");
            out.writeNumberField("lat", latitude);
            out.writeNumberField("lon", longitude);
            out.writeEndObject();
        }
        number(out, "batt", battery);
        number(out, "steps", steps);
        out.writeEndObject();
    }

    private static void number(JsonGenerator out, String name, @Nullable Integer value) throws IOException {
        if (value != null) {
            out.writeNumberField(name, value);
        }
    }
}
