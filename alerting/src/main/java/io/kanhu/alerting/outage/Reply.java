package io.kanhu.alerting.outage;

/** What becomes of an answer. */
public sealed interface Reply {
    /** It is kept, and goes into the case file with its time. */
    record Kept(HeldView call) implements Reply {}

    /** The call is stored by now, as this alert, which is to be answered instead. */
    record Stored(long alertId) implements Reply {}

    /** Somebody else goes. */
    record Taken(String by) implements Reply {}

    /** It is being stored at this very moment; ask again. */
    record Passing() implements Reply {}

    /** There is no such call for whoever asks. */
    record Unknown() implements Reply {}
}
