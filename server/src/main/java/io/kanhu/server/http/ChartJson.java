package io.kanhu.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.kanhu.ingest.history.HourOfVitals;
import io.kanhu.ingest.history.Vitals;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes what charts are drawn from: rows, or one array a measurement. Straight into bytes, because a month of readings is tens of
 * thousands of values.
 */
final class ChartJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int BYTES_A_ROW = 160;

    private ChartJson() {}

    /** A value by its name. */
    private record Value<T>(String name, Function<T, @Nullable Number> of) {}

    private static final List<Value<Vitals>> OF_A_READING = List.of(
            new Value<>("heartRate", Vitals::heartRateBpm),
            new Value<>("systolic", Vitals::systolic),
            new Value<>("diastolic", Vitals::diastolic),
            new Value<>("spo2", Vitals::spo2Percent),
            new Value<>("temperature", Vitals::temperatureCelsius),
            new Value<>("steps", Vitals::steps));

    /** Each the hour's mean, and beside it the least and the most. */
    private static final List<Value<HourOfVitals>> OF_AN_HOUR = ofAnHour();

    static Buffer readings(List<Vitals> readings, boolean inColumns, boolean truncated) {
        return write("reading", readings, Vitals::at, OF_A_READING, inColumns, truncated);
    }

    static Buffer hours(List<HourOfVitals> hours, boolean inColumns) {
        return write("hour", hours, HourOfVitals::hour, OF_AN_HOUR, inColumns, false);
    }

    private static <T> Buffer write(
            String resolution,
            List<T> rows,
            Function<T, Instant> at,
            List<Value<T>> values,
            boolean inColumns,
            boolean truncated) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(rows.size() * BYTES_A_ROW + BYTES_A_ROW);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("resolution", resolution);
            if (inColumns) {
                json.writeObjectFieldStart("columns");
                json.writeArrayFieldStart("at");
                for (T row : rows) {
                    json.writeNumber(at.apply(row).getEpochSecond());
                }
                json.writeEndArray();
                for (Value<T> value : values) {
                    json.writeArrayFieldStart(value.name());
                    for (T row : rows) {
                        write(json, value.of().apply(row));
                    }
                    json.writeEndArray();
                }
                json.writeEndObject();
            } else {
                json.writeArrayFieldStart("vitals");
                for (T row : rows) {
                    json.writeStartObject();
                    json.writeStringField("at", at.apply(row).toString());
                    for (Value<T> value : values) {
                        json.writeFieldName(value.name());
                        write(json, value.of().apply(row));
                    }
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            json.writeBooleanField("truncated", truncated);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a chart", e);
        }
        return Buffer.buffer(out.toByteArray());
    }

    private static void write(JsonGenerator json, @Nullable Number value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case Integer whole -> json.writeNumber(whole);
            case Long whole -> json.writeNumber(whole);
            default -> json.writeNumber(value.doubleValue());
        }
    }

    private static List<Value<HourOfVitals>> ofAnHour() {
        List<Value<HourOfVitals>> values = new ArrayList<>();
        values.add(new Value<>("steps", HourOfVitals::steps));
        add(values, "heartRate", HourOfVitals::heartRateBpm, 1);
        add(values, "systolic", HourOfVitals::systolic, 1);
        add(values, "diastolic", HourOfVitals::diastolic, 1);
        add(values, "spo2", HourOfVitals::spo2Percent, 1);
        add(values, "temperature", HourOfVitals::temperatureCelsius, 10);
        return List.copyOf(values);
    }

    private static void add(
            List<Value<HourOfVitals>> values,
            String name,
            Function<HourOfVitals, HourOfVitals.@Nullable Range> of,
            int parts) {
        values.add(new Value<>(name, hour -> rounded(of.apply(hour), HourOfVitals.Range::mean, parts)));
        values.add(new Value<>(name + "Min", hour -> rounded(of.apply(hour), HourOfVitals.Range::min, parts)));
        values.add(new Value<>(name + "Max", hour -> rounded(of.apply(hour), HourOfVitals.Range::max, parts)));
    }

    private static @Nullable Number rounded(
            HourOfVitals.@Nullable Range range, Function<HourOfVitals.Range, Double> which, int parts) {
        if (range == null) {
            return null;
        }
        long whole = Math.round(which.apply(range) * parts);
        return parts == 1 ? (Number) whole : (Number) ((double) whole / parts);
    }
}
