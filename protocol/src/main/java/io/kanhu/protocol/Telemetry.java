package io.kanhu.protocol;

import java.util.List;

/**
 * The reports of one telemetry message that may be stored, in the order sent.
 *
 * @param reports one to 500 reports
 */
public record Telemetry(List<Report> reports) implements BandMessage {
    public Telemetry {
        reports = List.copyOf(reports);
    }
}
