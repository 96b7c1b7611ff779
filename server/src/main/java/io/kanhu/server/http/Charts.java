package io.kanhu.server.http;

import io.kanhu.ingest.history.Measured;
import io.kanhu.ingest.history.Vitals;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

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
    record Span(Instant from, Instant to, boolean byTheHour, boolean inColumns) {}

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
        boolean inColumns = call.query("shape").filter("columns"::equals).isPresent();
        return new Span(from, to, isLong || isLongAgo || isWanted, inColumns);
    }

    /** The answer's bytes. */
    Buffer of(long wearerId, Span span) {
        return span.byTheHour() ? hours(wearerId, span) : readings(wearerId, span);
    }

    private Buffer readings(long wearerId, Span span) {
        List<Vitals> rows = measured.vitals(wearerId, span.from(), span.to(), MOST_READINGS + 1);
        boolean truncated = rows.size() > MOST_READINGS;
        List<Vitals> shown = truncated ? rows.subList(0, MOST_READINGS) : rows;
        return ChartJson.readings(shown, span.inColumns(), truncated);
    }

    private Buffer hours(long wearerId, Span span) {
        return ChartJson.hours(
                measured.hours(wearerId, span.from().truncatedTo(ChronoUnit.HOURS), span.to()), span.inColumns());
    }
}
