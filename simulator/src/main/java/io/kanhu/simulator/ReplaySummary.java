package io.kanhu.simulator;

import io.kanhu.simulator.replay.Recording;
import io.kanhu.simulator.replay.Replay.Refused;
import io.kanhu.simulator.replay.Replay.Result;
import java.io.PrintWriter;
import java.util.Map;

/** From the rows of the file to the rows of the database, in lines that add up: each is a part of one above it. */
final class ReplaySummary {
    private final PrintWriter out;

    ReplaySummary(PrintWriter out) {
        this.out = out;
    }

    void print(Recording recording, Result result) {
        line("in the file", recording.rows());
        line("  left out by --where", recording.passedOver());
        line("  left out, without a time", recording.untimed());
        line("  left out, nothing measured", recording.empty());
        line("  sent", result.sent());
        print("    refused, ", result.refusals());
        line("    acknowledged", result.acknowledged());
        line("      at the time of another, in its row", result.simultaneous());
        line("      rows of vital signs", result.vitalRows());
        line("      rows of positions", result.positionRows());
        print("      single values refused, ", result.partly());
    }

    private void line(String what, int count) {
        out.printf("%-42s%,9d%n", what, count);
    }

    private void print(String what, Map<String, Refused> refusals) {
        refusals.forEach((reason, refused) ->
                out.printf("%-42s%,9d   for example %s%n", what + reason, refused.reports(), refused.example()));
    }
}
