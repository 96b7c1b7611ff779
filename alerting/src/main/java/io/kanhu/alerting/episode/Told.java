package io.kanhu.alerting.episode;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who was notified of an alert, or a band.
 *
 * @param recipient the worker's or contact's name, or {@code band} and the band's id
 * @param state {@code pending}, {@code sent}, {@code received}, {@code failed}, {@code declined}, {@code withdrawn} or {@code expired}
 * @param because what they were called for: {@code home} for the grid the wearer lives in, {@code whereabouts} for the place the
 *     wearer is in, {@code both}, or {@code null} if for neither
 */
public record Told(
        String recipient,
        String channel,
        String state,
        @Nullable String because) {}
