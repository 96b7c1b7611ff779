package io.kanhu.registry.settlement;

import java.time.Instant;
import java.time.YearMonth;

/** A month that is closed: who did it, when, and by which rule. */
public record Settled(YearMonth month, CutOff rule, String by, Instant at) {}
