package io.kanhu.registry;

import org.jspecify.annotations.Nullable;

/**
 * A worker on duty in a grid.
 *
 * @param language {@code zh} or {@code en}
 * @param backup called when those on primary duty don't answer
 */
public record OnDuty(long workerId, String name, @Nullable String phone, String language, boolean backup) {}
