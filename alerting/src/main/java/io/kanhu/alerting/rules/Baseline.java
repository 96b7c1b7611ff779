package io.kanhu.alerting.rules;

import java.time.Instant;
import java.util.List;

/**
 * What is usual for somebody's pulse, hour by hour of the day. People differ far more from each other than from themselves: resting pulses
 * of healthy adults lie between 40 and 109, and most people's stays within a few beats for weeks (Quer and others, PLOS ONE 2020, 92,457
 * adults); a rise above a person's own median tells of illness that no common limit sees (Alavi and others, Nature Medicine 2022). Median
 * and median absolute deviation, because one day of fever or sport must not move them.
 *
 * <p>It only narrows: it never lifts a limit that holds for everybody, and what is beyond it wants attention and no more.
 */
public final class Baseline {
    static final int HOURS = 24;

    /** So many of the last 14 days must be known at an hour. */
    static final int ENOUGH_DAYS = 7;

    /** An hour with fewer readings is none. */
    static final int ENOUGH_READINGS = 4;

    /** What is below is never too fast for anybody, and what is above never too slow. */
    static final int LEAST_HIGH = 90;

    static final int MOST_LOW = 58;

    /** However steady somebody is: a cup of coffee, a dream. */
    private static final int LEAST_ABOVE = 25;

    private static final int LEAST_BELOW = 15;

    /** Of a normal distribution, the standard deviation by the median absolute one. */
    private static final double ROBUST = 1.4826;

    private final byte[] medians;
    private final byte[] deviations;
    private final Instant computedAt;

    /**
     * Of 24 hours.
     *
     * @param medians beats per minute; 0 where too little is known
     * @param deviations median absolute ones, in beats per minute
     */
    Baseline(int[] medians, int[] deviations, Instant computedAt) {
        this.medians = new byte[HOURS];
        this.deviations = new byte[HOURS];
        this.computedAt = computedAt;
        for (int hour = 0; hour < HOURS; hour++) {
            this.medians[hour] = (byte) medians[hour];
            this.deviations[hour] = (byte) Math.min(deviations[hour], 255);
        }
    }

    /** From the hour's means of the last days, one list for each hour of the day. */
    static Baseline of(List<List<Double>> means, Instant now) {
        int[] medians = new int[HOURS];
        int[] deviations = new int[HOURS];
        for (int hour = 0; hour < HOURS; hour++) {
            List<Double> known = means.get(hour);
            if (known.size() >= ENOUGH_DAYS) {
                double median = median(known);
                medians[hour] = (int) Math.ceil(median);
                deviations[hour] = (int) Math.ceil(median(
                        known.stream().map(mean -> Math.abs(mean - median)).toList()));
            }
        }
        return new Baseline(medians, deviations, now);
    }

    Instant computedAt() {
        return computedAt;
    }

    /** @param hour of the city's day */
    Norm at(int hour, Limits limits) {
        int median = medians[hour] & 0xff;
        if (median == 0) {
            return Norm.unknown(limits);
        }
        int far = (int) Math.ceil(limits.baselineDeviations() * ROBUST * (deviations[hour] & 0xff));
        int high = Math.max(LEAST_HIGH, median + Math.max(LEAST_ABOVE, far));
        int low = Math.min(MOST_LOW, median - Math.max(LEAST_BELOW, far));
        return new Norm(median, Math.max(low, limits.pulseLow()), Math.min(high, limits.pulseHigh()));
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
