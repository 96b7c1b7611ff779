package io.kanhu.alerting.escalation;

/** One look of the engine at what is due, on the caller's thread, for tests whose clock stands. */
public final class Round {
    private Round() {}

    public static void of(Escalation escalation) {
        escalation.takeWhatIsDue();
    }
}
