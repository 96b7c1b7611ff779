package io.kanhu.alerting.escalation;

import io.kanhu.alerting.ladder.Means;
import io.kanhu.alerting.ladder.Whom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far a call for help has climbed without the database, and who was called on the way. Immutable.
 *
 * @param round of pages that comes next, from 0
 * @param rung that comes next
 * @param since when the delays of the rungs are counted from, {@code null} if it has not begun
 * @param next when something is due, {@code null} for never
 */
public record Unaided(
        long ladder,
        int round,
        int rung,
        @Nullable Instant since,
        @Nullable Instant next,
        List<Called> called,
        List<Line> lines) {

    public Unaided {
        called = List.copyOf(called);
        lines = List.copyOf(lines);
    }

    /** At the foot of a ladder: something is due at once. */
    public static Unaided atTheFoot(long ladder, Instant now) {
        return new Unaided(ladder, 0, 0, null, now, List.of(), List.of());
    }

    /**
     * Somebody was called.
     *
     * @param key under which it is sent, now and whenever it is sent again
     */
    public record Called(UUID key, long worker, Whom whom, Means by, int rung, int round, Instant at) {}

    /**
     * A line for the case file.
     *
     * @param detail a JSON object
     */
    public record Line(Instant at, String kind, String detail) {}

    /** Whether something is to be done now. */
    public boolean isDue(Instant now) {
        return next != null && !next.isAfter(now);
    }

    /** Whether this worker was called. */
    public boolean called(long worker) {
        return called.stream().anyMatch(one -> one.worker() == worker);
    }

    /** Further up, with these called besides. */
    public Unaided with(
            int roundNow,
            int rungNow,
            @Nullable Instant sinceNow,
            @Nullable Instant nextNow,
            List<Called> more,
            List<Line> moreLines) {
        return new Unaided(
                ladder,
                roundNow,
                rungNow,
                sinceNow,
                nextNow,
                Stream.concat(called.stream(), more.stream()).toList(),
                joined(moreLines));
    }

    private List<Line> joined(List<Line> more) {
        List<Line> all = new ArrayList<>(lines);
        all.addAll(more);
        return all;
    }
}
