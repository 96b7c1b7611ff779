package io.kanhu.alerting.day;

import io.kanhu.alerting.day.Plan.Signal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a day is played on. A case is named by its wearer, its kind and a number. Used by one thread. */
interface Engine {

    /** It is this time now. */
    void now(Instant at);

    /** When something will be due, {@code null} for never. */
    @Nullable
    Instant nextDue();

    /** A band says something. */
    void hear(Signal signal);

    /** A worker does something. Returns whether that was accepted. */
    boolean does(Act act);

    /** Takes what is due now. */
    void look();

    /** Who was reached since this was asked last: a page shown on a screen, a message that the gateway took. */
    List<Page> reached();

    /** All that was decided and became of it, case by case; lines in any order. */
    Map<String, List<String>> ledger();
}
