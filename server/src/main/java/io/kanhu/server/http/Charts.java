package io.kanhu.server.http;

import io.kanhu.ingest.history.HourOfVitals;
import io.kanhu.ingest.history.Measured;
import io.kanhu.ingest.history.Vitals;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Vital signs over a span of time: each reading, and by the hour where that is asked for, or the span is long or long ago. */
final class Charts {
    private static final Duration DEFAULT_SPAN = Duration.ofHours(24);
    private static final Duration LONGEST_OF_READINGS = Duration.ofDays(31);
    private static final Duration LONGEST_SPAN = Duration.ofDays(400);
    private static final int MOST_READINGS = 50_000;

    private final Measured measured;
    private final Duration readingsKept;
    private final Clock clock;

    /** {@code readingsKept}: for how long there are any. */
    Charts(Measured measured, Duration readingsKept, Clock clock) {
        this.measured = measured;
        this.readingsKept = readingsKept;
        this.clock = clock;
    }

    /** From, inclusive, and to, exclusive. */
    record Span(Instant from, Instant to, boolean byTheHour) {}

    /** What the query asks for; a {@link Problem} if that makes no sense. */
    Span spanOf(Call call) {
        Instant to = call.queryTime("to").orElseGet(clock::instant);
        Instant from = call.queryTime("from").orElse(to.minus(DEFAULT_SPAN));
        if (!from.isBefore(to) || Duration.between(from, to).compareTo(LONGEST_SPAN) > 0) {
            throw new Problem(400, "`from` must lie before `to`, by 400 days at most.");
        }
        boolean isLong = Duration.between(from, to).compareTo(LONGEST_OF_READINGS) > 0;
        boolean isLongAgo = from.isBefore(clock.instant().minus(readingsKept));
        boolean isWanted = call.query("resolution").filter("hour"::equals).isPresent();
        return new Span(from, to, isLong || isLongAgo || isWanted);
    }

    JsonObject of(long wearerId, Span span) {
        return span.byTheHour() ? hours(wearerId, span) : readings(wearerId, span);
    }

    private JsonObject readings(long wearerId, Span span) {
        List<Vitals> rows = measured.vitals(wearerId, span.from(), span.to(), MOST_READINGS + 1);
        boolean truncated = rows.size() > MOST_READINGS;
        return new JsonObject()
                .put("resolution", "reading")
                .put("vitals", WearerShape.vitals(truncated ? rows.subList(0, MOST_READINGS) : rows))
                .put("truncated", truncated);
    }

    private JsonObject hours(long wearerId, Span span) {
        JsonArray hours = new JsonArray();
        measured.hours(wearerId, span.from().truncatedTo(ChronoUnit.HOURS), span.to())
                .forEach(hour -> hours.add(shape(hour)));
        return new JsonObject().put("resolution", "hour").put("vitals", hours).put("truncated", false);
    }

    /** As a reading, each value being the hour's mean, and beside it the least and the most. */
    private static JsonObject shape(HourOfVitals hour) {
        JsonObject shape = new JsonObject().put("at", hour.hour().toString()).put("steps", hour.steps());
        put(shape, "heartRate", hour.heartRateBpm(), 1);
        put(shape, "systolic", hour.systolic(), 1);
        put(shape, "diastolic", hour.diastolic(), 1);
        put(shape, "spo2", hour.spo2Percent(), 1);
        put(shape, "temperature", hour.temperatureCelsius(), 10);
        return shape;
    }

    private static void put(JsonObject shape, String name, HourOfVitals.@Nullable Range range, int parts) {
        shape.put(name, range == null ? null : rounded(range.mean(), parts))
                .put(name + "Min", range == null ? null : rounded(range.min(), parts))
                .put(name + "Max", range == null ? null : rounded(range.max(), parts));
    }

    private static Number rounded(double value, int parts) {
        long whole = Math.round(value * parts);
        return parts == 1 ? (Number) whole : (Number) ((double) whole / parts);
    }
}
