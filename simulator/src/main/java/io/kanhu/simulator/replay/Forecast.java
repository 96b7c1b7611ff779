package io.kanhu.simulator.replay;

import io.kanhu.protocol.Decoded;
import io.kanhu.protocol.Decoder;
import io.kanhu.protocol.Refusal;
import io.kanhu.protocol.Telemetry;
import io.kanhu.protocol.Topic;
import io.kanhu.simulator.band.Report;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * What the server will make of each report, by the rules both sides know. A PUBACK cannot tell: it speaks for a whole message,
 * and is a success if any of its reports is taken; a broker's only says that the broker has it.
 */
final class Forecast {
    private final Decoder decoder = new Decoder();

    /**
     * The fate of one report.
     *
     * @param vitals whether it makes a row of vital signs
     * @param position whether it makes a row of positions
     * @param refusals what of it is not taken; if it makes no row, that is all of it
     */
    record Fate(long millis, boolean vitals, boolean position, List<Refusal> refusals) {
        boolean isTaken() {
            return vitals || position;
        }
    }

    /** Looks ahead for a report that arrives now. */
    Fate of(Report report, Instant now) {
        Decoded decoded = decoder.decode(Topic.Kind.TELEMETRY, report.toJson().getBytes(StandardCharsets.UTF_8), now);
        if (!(decoded.message() instanceof Telemetry telemetry)) {
            return new Fate(report.millis(), false, false, decoded.refusals());
        }
        var taken = telemetry.reports().getFirst();
        return new Fate(report.millis(), taken.hasVitalSigns(), taken.fix() != null, decoded.refusals());
    }
}
