package io.kanhu.alerting.ladder;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version of a ladder. Immutable, in the database as well.
 *
 * @param area the code of the area it holds for, {@code null} for everywhere
 * @param kind of alert, or {@link #ANY_KIND}
 * @param repeatEvery how often the top is called again until somebody answers
 * @param silentAfter how long somebody who goes may be silent before they are asked
 * @param since when it began to hold
 * @param by who wrote it
 */
public record Ladder(
        long id,
        @Nullable String area,
        String kind,
        String severity,
        int version,
        List<Rung> rungs,
        Duration repeatEvery,
        Duration silentAfter,
        Instant since,
        String by) {
    /** Kind of a ladder for alerts that have none of their own. */
    public static final String ANY_KIND = "any";

    public Ladder {
        rungs = List.copyOf(rungs);
    }
}
