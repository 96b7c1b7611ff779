package io.kanhu.alerting.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Readings beyond a limit, one after the other up to now. It is measured by number and by time, so that a band that reports each
 * second and one that reports every five minutes are judged alike.
 *
 * @param readings all from the first to the last
 * @param beyond those beyond the limit
 * @param meanBpm of those beyond the limit
 */
record Run(Instant from, Instant to, int readings, int beyond, int meanBpm) {
    /** One in five may be within the limit: a wrist moves, a reading fails. */
    private static final double SHARE = 0.8;

    /** Longer than this without a reading, and nobody knows what was in between. */
    private static final Duration GAP = Duration.ofMinutes(11);

    private static final int ENOUGH = 3;

    /** Two are enough if this lies between them: a band that measures every five minutes says no more than that. */
    private static final Duration FAR_APART = Duration.ofMinutes(4);

    /** A band is not punctual. */
    private static final Duration SLACK = Duration.ofSeconds(30);

    /**
     * The longest run that ends with the last reading; nothing if that is within the limit.
     *
     * @param pulses in order of time
     */
    static @Nullable Run endingNow(List<Pulse> pulses, IntPredicate isBeyond) {
        if (pulses.isEmpty() || !isBeyond.test(pulses.getLast().bpm())) {
            return null;
        }
        Run longest = null;
        int beyond = 0;
        long sum = 0;
        int last = pulses.size() - 1;
        for (int i = last; i >= 0; i--) {
            Pulse pulse = pulses.get(i);
            if (i < last && Duration.between(pulse.at(), pulses.get(i + 1).at()).compareTo(GAP) > 0) {
                break;
            }
            if (isBeyond.test(pulse.bpm())) {
                beyond++;
                sum += pulse.bpm();
                int readings = last - i + 1;
                if (beyond >= SHARE * readings) {
                    longest =
                            new Run(pulse.at(), pulses.getLast().at(), readings, beyond, Math.toIntExact(sum / beyond));
                }
            }
        }
        return longest;
    }

    boolean lasts(Duration period) {
        Duration length = Duration.between(from, to);
        return length.compareTo(period.minus(SLACK)) >= 0
                && (beyond >= ENOUGH || (beyond == 2 && length.compareTo(FAR_APART) >= 0));
    }

    long minutes() {
        return Duration.between(from, to).toMinutes();
    }
}
