package io.kanhu.alerting.episode;

/**
 * Somebody who was notified.
 *
 * @param recipient the worker's name, or {@code band} and the band's id
 * @param state pending, sent, received or expired
 */
public record Told(String recipient, String channel, String state) {}
