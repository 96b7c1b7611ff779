package io.kanhu.alerting.rules;

import java.time.Instant;

/** One reading that the band trusts. */
public record Pulse(Instant at, int bpm) {}
