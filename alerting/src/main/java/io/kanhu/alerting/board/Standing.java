package io.kanhu.alerting.board;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a case has come.
 *
 * @param rung of its ladder that comes next, from 0; past the last one, the top is repeated
 * @param rungs how many its ladder has; 0 if it is on none
 * @param nextAt when something happens by itself, {@code null} for never
 * @param nextWhom whom the next rung calls, as codes with commas; {@code null} at the top
 * @param dispatchedAt when the first was called
 * @param assignedTo who was asked by name and has not answered yet
 * @param told a JSON array of who was called by what: {@code who, channel, state, at}, the newest state of each
 * @param note the last thing that somebody wrote about it, a JSON object {@code at, kind, actor, note}; {@code null} for nothing
 * @param undelivered whether it waits for an answer and nobody is known to have heard of it
 */
public record Standing(
        long alertId,
        int rung,
        int rungs,
        @Nullable Instant nextAt,
        @Nullable String nextWhom,
        @Nullable Instant dispatchedAt,
        @Nullable Instant acknowledgedAt,
        @Nullable Instant onSceneAt,
        @Nullable Instant resolvedAt,
        @Nullable Instant calledBackAt,
        @Nullable String assignedTo,
        String told,
        @Nullable String note,
        boolean undelivered) {}
