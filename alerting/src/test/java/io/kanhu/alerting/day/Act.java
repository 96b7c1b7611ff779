package io.kanhu.alerting.day;

import java.time.Instant;
import java.util.Comparator;

/** What a worker does about a case. */
record Act(Instant at, String of, String worker, Doing doing) implements Comparable<Act> {
    enum Doing {
        /** Their page shows it. */
        SEES,
        ANSWERS,
        /** "I can't." */
        CANT,
        ARRIVES,
        /** Wants somebody else to come, too. */
        WANTS_HELP,
        RESOLVES,
        CALLS_BACK,
        CLOSES
    }

    private static final Comparator<Act> ORDER = Comparator.comparing(Act::at)
            .thenComparing(Act::of)
            .thenComparing(Act::worker)
            .thenComparing(Act::doing);

    @Override
    public int compareTo(Act other) {
        return ORDER.compare(this, other);
    }
}
