package io.kanhu.alerting.channel.report;

/** Whether a message has arrived. */
public sealed interface Report {
    /** The provider does not know yet. */
    record Waiting() implements Report {}

    record Delivered() implements Report {}

    /** It will not. */
    record Failed(String why) implements Report {}
}
