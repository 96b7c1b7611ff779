package io.kanhu.alerting.feed;

import io.kanhu.alerting.episode.AlertRow;
import io.kanhu.alerting.episode.Viewer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Somebody who watches. What goes wrong there is logged once and concerns nobody else. */
final class Watcher {
    private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);

    private final Viewer viewer;
    private final Consumer<FeedItem> listener;
    private final AtomicBoolean failed = new AtomicBoolean();

    Watcher(Viewer viewer, Consumer<FeedItem> listener) {
        this.viewer = viewer;
        this.listener = listener;
    }

    void tell(long eventId, AlertRow row) {
        try {
            row.as(viewer).ifPresent(view -> listener.accept(new FeedItem(eventId, view)));
        } catch (RuntimeException e) {
            if (failed.compareAndSet(false, true)) {
                LOG.error("a watcher of the alert feed fails; please report this", e);
            }
        }
    }
}
