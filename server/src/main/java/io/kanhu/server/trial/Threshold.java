package io.kanhu.server.trial;

import org.jspecify.annotations.Nullable;

/** What most systems do: an alarm when a pulse passes a number, and the next when it has been back. */
final class Threshold {
    private final int high;
    private final int low;
    private boolean beyond;
    private int alarms;

    Threshold(int high, int low) {
        this.high = high;
        this.low = low;
    }

    void nextPerson() {
        beyond = false;
    }

    void take(@Nullable Integer bpm) {
        if (bpm != null) {
            boolean isBeyond = bpm > high || bpm < low;
            alarms += isBeyond && !beyond ? 1 : 0;
            beyond = isBeyond;
        }
    }

    int alarms() {
        return alarms;
    }
}
