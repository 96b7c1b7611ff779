package io.kanhu.alerting.rules;

import java.time.Duration;

/** How much a suspicious reading says, and so how often the same is looked at. */
enum Level {
    /** Beyond the limit of an emergency, or something that needs no history. */
    RED(Duration.ofSeconds(15)),
    /** Beyond a limit. */
    AMBER(Duration.ofMinutes(2)),
    /** Within the limits for everybody, and unusual for this one; every walk may be. */
    UNUSUAL(Duration.ofMinutes(10)),
    /** About the band. */
    DEVICE(Duration.ofMinutes(10)),
    /** Never to be passed over. */
    ALWAYS(Duration.ZERO);

    private final Duration pause;

    Level(Duration pause) {
        this.pause = pause;
    }

    Duration pause() {
        return pause;
    }
}
