package io.kanhu.alerting.rules;

import java.time.Instant;

/** One reading in mmHg. */
public record Pressure(Instant at, int systolic, int diastolic) {}
