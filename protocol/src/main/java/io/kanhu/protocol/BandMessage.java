package io.kanhu.protocol;

/** What a band said, after decoding and validation. Closed: every kind of message has its own lane through the house. */
public sealed interface BandMessage permits Telemetry, SosPress, SosCancel, StatusReport {}
