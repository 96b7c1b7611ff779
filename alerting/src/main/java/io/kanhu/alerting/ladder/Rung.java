package io.kanhu.alerting.ladder;

import java.time.Duration;
import java.util.List;

/**
 * A step of a ladder.
 *
 * @param after how long after the dispatch
 * @param pages who is called by what, first first
 */
public record Rung(Duration after, Unless unless, List<Page> pages) {
    public Rung {
        pages = List.copyOf(pages);
    }

    /** Somebody and what they are called by. */
    public record Page(Whom whom, Means by) {}
}
