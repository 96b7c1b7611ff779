package io.kanhu.alerting.episode;

import java.time.Instant;

/**
 * Something that a rule has found.
 *
 * @param at when it was so
 * @param reading what was measured and why that is too much: a JSON object, which goes into the case file
 */
public record Finding(Kind kind, Severity severity, Instant at, String reading) {}
