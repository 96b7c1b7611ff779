package io.kanhu.alerting.episode;

import java.time.Instant;

/**
 * One line of a case file.
 *
 * @param kind raised, pressed_again, called_off, dispatched, nobody_reachable, top_of_ladder, acknowledged, went_silent, declined,
 *     told_without_database, also_answered, backup_called, supervised, reassigned,
 *     taken_over, commented, arrived, resolved, called_back, closed …
 * @param detail a JSON object
 */
public record EventView(long id, Instant at, String kind, String actor, String detail) {}
