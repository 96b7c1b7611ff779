package io.kanhu.alerting.episode;

import org.jspecify.annotations.Nullable;

/**
 * Who looks.
 *
 * @param workerId the worker this user is, or {@code null}
 * @param everywhere whether the user sees every grid; otherwise what they were told of and the grids they have a shift in
 */
public record Viewer(@Nullable Long workerId, boolean everywhere) {}
