package io.kanhu.alerting.feed;

import io.kanhu.alerting.Town;
import io.kanhu.alerting.episode.Actor;
import io.kanhu.alerting.episode.AlertState;
import io.kanhu.alerting.episode.Viewer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Somebody who watches and remembers. */
final class Watch {
    final List<FeedItem> items = new CopyOnWriteArrayList<>();
    private final Viewer viewer;
    private @Nullable Subscription subscription;

    /** The office. */
    Watch() {
        this(Town.SUPERVISOR);
    }

    Watch(Actor who) {
        this.viewer = who.viewer();
    }

    void watch(Feed feed) {
        subscription = feed.subscribe(viewer, null, items::add);
    }

    void watch(Feed feed, long lastEventId) {
        subscription = feed.subscribe(viewer, lastEventId, items::add);
    }

    void leave() {
        if (subscription != null) {
            subscription.close();
        }
    }

    boolean heardOf(long alert, AlertState state) {
        return items.stream()
                .anyMatch(item -> item.alert().id() == alert && item.alert().state() == state);
    }

    boolean heardOf(long eventId) {
        return items.stream().anyMatch(item -> item.eventId() == eventId);
    }

    List<Long> alerts() {
        return items.stream().map(item -> item.alert().id()).toList();
    }

    List<String> bands() {
        return items.stream().map(item -> item.alert().band()).toList();
    }

    List<Integer> versionsOf(long alert) {
        return items.stream()
                .filter(item -> item.alert().id() == alert)
                .map(item -> item.alert().version())
                .toList();
    }
}
