package io.kanhu.alerting.rules;

import io.kanhu.alerting.episode.Kind;
import io.kanhu.alerting.episode.Subject;
import io.kanhu.registry.Worn;
import java.time.Instant;

/**
 * A reading that wants a look at those before it.
 *
 * @param level how soon it is to be looked at
 * @param at when it was measured
 * @param reading what was measured, a JSON object
 */
record Suspect(Kind kind, Level level, String band, Worn worn, Instant at, Instant receivedAt, String reading) {
    Subject subject() {
        return new Subject(band, worn.wearerId(), worn.gridId());
    }
}
