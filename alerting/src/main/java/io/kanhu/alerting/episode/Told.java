package io.kanhu.alerting.episode;

/**
 * Somebody who was notified.
 *
 * @param recipient the worker's or contact's name, or {@code band} and the band's id
 * @param state pending, sent, received, failed, declined, withdrawn or expired
 */
public record Told(String recipient, String channel, String state) {}
