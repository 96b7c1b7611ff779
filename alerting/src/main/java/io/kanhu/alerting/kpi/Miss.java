package io.kanhu.alerting.kpi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An emergency that waited for longer than it may.
 *
 * @param miss {@code nobody_told}, {@code not_answered}, {@code answered_late} or {@code arrived_late}
 * @param answerSeconds from its arrival to the first who said that they go, {@code null} if nobody did
 * @param arriveSeconds to somebody's arrival, {@code null} if nobody did
 * @param story the lines of its case file with their times
 */
public record Miss(
        long alertId,
        Instant receivedAt,
        @Nullable String grid,
        String kind,
        String miss,
        @Nullable Double answerSeconds,
        @Nullable Double arriveSeconds,
        String story) {}
