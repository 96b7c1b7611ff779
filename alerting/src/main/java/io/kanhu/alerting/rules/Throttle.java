package io.kanhu.alerting.rules;

import io.kanhu.alerting.episode.Kind;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets the same question about a band through only now and then: somebody whose pulse is fast for an hour need not be looked up
 * with every reading. Forgetting costs a question more, never an alert. Thread-safe.
 */
final class Throttle {
    private static final int MOST = 200_000;

    private final ConcurrentHashMap<Question, Long> asked = new ConcurrentHashMap<>();

    private record Question(String band, Kind kind, Level level) {}

    /** Whether to ask about this now, by the band's clock. */
    boolean lets(Suspect suspect) {
        if (asked.size() > MOST) {
            asked.clear();
        }
        long at = suspect.at().toEpochMilli();
        Question question = new Question(suspect.band(), suspect.kind(), suspect.level());
        Long last = asked.get(question);
        if (last != null && at >= last && at < last + suspect.level().pause().toMillis()) {
            return false;
        }
        asked.put(question, at);
        return true;
    }

    /** It could not be answered: let it through again. */
    void forget(Suspect suspect) {
        asked.remove(new Question(suspect.band(), suspect.kind(), suspect.level()));
    }
}
