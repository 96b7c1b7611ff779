package io.kanhu.simulator.replay;

import io.kanhu.protocol.Refusal;
import io.kanhu.simulator.band.Puback;
import io.kanhu.simulator.replay.Forecast.Fate;
import io.kanhu.simulator.replay.Replay.Refused;
import io.kanhu.simulator.replay.Replay.Result;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts answers, which come on Paho's threads. */
final class Tally {
    private final Map<String, Refused> refused = new TreeMap<>();
    private final Map<String, Refused> partly = new TreeMap<>();
    private final Set<Long> moments = new HashSet<>();
    private final Set<Long> vitals = new HashSet<>();
    private final Set<Long> positions = new HashSet<>();
    private int acknowledged;
    private @Nullable String lost;

    /** One message is answered, or will never be. */
    synchronized void count(List<Fate> message, @Nullable Puback puback, @Nullable Throwable error) {
        if (puback == null) {
            lost = lost == null && error != null ? String.valueOf(error.getMessage()) : lost;
            return;
        }
        for (Fate fate : message) {
            if (!fate.isTaken()) {
                Refusal why = fate.refusals().getFirst();
                add(refused, why.reason().code(), words(why));
            } else if (puback.refused()) {
                String reason = puback.reason().isEmpty() ? "reason code " + puback.code() : puback.reason();
                add(refused, reason.replaceFirst(":.*", ""), reason.replaceFirst("^\\w+: ", ""));
            } else {
                take(fate);
            }
        }
    }

    private void take(Fate fate) {
        acknowledged++;
        moments.add(fate.millis());
        if (fate.vitals()) {
            vitals.add(fate.millis());
        }
        if (fate.position()) {
            positions.add(fate.millis());
        }
        for (Refusal why : fate.refusals()) {
            add(partly, why.reason().code(), words(why));
        }
    }

    /** Why the connection ended before its time, or {@code null}. */
    synchronized @Nullable String lost() {
        return lost;
    }

    synchronized Result result(int sent) {
        return new Result(
                sent,
                acknowledged,
                acknowledged - moments.size(),
                vitals.size(),
                positions.size(),
                new TreeMap<>(refused),
                new TreeMap<>(partly));
    }

    private static void add(Map<String, Refused> refusals, String reason, String example) {
        refusals.merge(
                reason, new Refused(1, example), (before, one) -> new Refused(before.reports() + 1, before.example()));
    }

    private static String words(Refusal why) {
        return why.where().isEmpty() ? why.detail() : why.where() + ": " + why.detail();
    }
}
