package io.kanhu.alerting.day;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Lines in which the engine and the model say what they hold, so that they can be compared. */
final class Ledger {
    private Ledger() {}

    /** Somebody was called. */
    static String call(Instant at, int round, String who, String by, String state, int attempts) {
        return at + " round " + round + " calls " + who + " " + by + ": " + state + " after " + attempts + " attempts";
    }

    /** How a case stands in the end. It sorts behind everything that has a time. */
    static String end(
            String state,
            @Nullable String goer,
            @Nullable String outcome,
            int presses,
            int rung,
            @Nullable Instant due) {
        return "in the end " + state + " by " + goer + ", " + outcome + ", presses " + presses + ", rung " + rung
                + ", due " + due;
    }
}
