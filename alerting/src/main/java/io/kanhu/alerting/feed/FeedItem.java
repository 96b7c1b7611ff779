package io.kanhu.alerting.feed;

import io.kanhu.alerting.episode.AlertView;

/**
 * An alert that changed, as one viewer sees it.
 *
 * @param eventId where in the stream this stands; hand it back to continue after it
 */
public record FeedItem(long eventId, AlertView alert) {}
