package io.kanhu.alerting.episode;

import org.jspecify.annotations.Nullable;

/**
 * Whom a finding is about.
 *
 * @param gridId the wearer's home grid, {@code null} if unknown
 */
public record Subject(String band, long wearerId, @Nullable Long gridId) {}
