package io.kanhu.alerting.rules;

import io.kanhu.alerting.episode.Kind;
import io.kanhu.alerting.episode.Subject;
import io.kanhu.protocol.Report;
import io.kanhu.registry.Worn;
import java.time.Instant;

/**
 * A reading that wants a look at those before it.
 *
 * @param red beyond the limit of an emergency
 */
record Suspect(Kind kind, boolean red, String band, Worn worn, Report report, Instant receivedAt) {
    Instant at() {
        return report.measuredAt();
    }

    Subject subject() {
        return new Subject(band, worn.wearerId(), worn.gridId());
    }
}
