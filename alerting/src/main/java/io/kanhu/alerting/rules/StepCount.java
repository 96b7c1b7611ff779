package io.kanhu.alerting.rules;

import java.time.Instant;

/** Steps since the band's midnight. */
public record StepCount(Instant at, int steps) {}
