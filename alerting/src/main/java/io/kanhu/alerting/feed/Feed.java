package io.kanhu.alerting.feed;

import io.kanhu.alerting.episode.AlertBook;
import io.kanhu.alerting.episode.AlertRow;
import io.kanhu.alerting.episode.Viewer;
import io.kanhu.alerting.rounds.Rounds;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tails the event table and tells every watcher which alerts changed. Woken after each commit of this node; other nodes' commits
 * are found within half a second. A watcher hears of a change at least once; {@code AlertView.version} tells twins apart.
 */
public final class Feed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final Duration POLL = Duration.ofMillis(500);
    /** No transaction that writes an event takes this long. */
    static final Duration GAP_PATIENCE = Duration.ofSeconds(60);
    /** Reading begins this many events early, since one of them may be committed after a later one. */
    private static final int OVERLAP = 50;

    private static final int REPLAY_LIMIT = 1_000;

    private final Jdbi jdbi;
    private final AlertBook book;
    private final Clock clock;
    private final CopyOnWriteArrayList<Watcher> watchers = new CopyOnWriteArrayList<>();
    private final Rounds rounds =
            new Rounds(Thread.ofPlatform().name("alert-feed").daemon(), POLL, this::tail, "read alert events", LOG);
    /** Alerts that changed and the event that says so, until every watcher was told. Of the feed's thread. */
    private final Map<Long, Long> untold = new HashMap<>();

    /** What was read, from the first round on. Of the feed's thread. */
    private @Nullable Gaps gaps;

    public Feed(Jdbi jdbi, AlertBook book, Clock clock) {
        this.jdbi = jdbi;
        this.book = book;
        this.clock = clock;
    }

    private record Change(long eventId, long alertId) {}

    public void start() {
        rounds.start();
    }

    /** Something was committed. Never blocks. */
    public void wake() {
        rounds.wake();
    }

    /**
     * Watches. Blocks for the replay, then the listener is called on the feed's thread and must not block.
     *
     * @param lastEventId the last event this watcher has seen: what came since is delivered first; {@code null} for none
     */
    public Subscription subscribe(Viewer viewer, @Nullable Long lastEventId, Consumer<FeedItem> listener) {
        Watcher watcher = new Watcher(viewer, listener);
        watchers.add(watcher);
        if (lastEventId != null) {
            try {
                Map<Long, Long> missed = new HashMap<>();
                changesAfter(lastEventId - OVERLAP, REPLAY_LIMIT).forEach(change -> note(change, missed));
                deliver(missed, List.of(watcher));
            } catch (RuntimeException e) {
                watchers.remove(watcher);
                throw e;
            }
        }
        return () -> watchers.remove(watcher);
    }

    /** How many watch. */
    public int watchers() {
        return watchers.size();
    }

    @Override
    public void close() {
        rounds.close();
    }

    private void tail() {
        if (gaps == null) {
            gaps = new Gaps(Math.max(0, position() - OVERLAP), GAP_PATIENCE);
        }
        for (Change change : changesAfter(gaps.readAfter(), Integer.MAX_VALUE)) {
            if (gaps.take(change.eventId(), clock.instant())) {
                note(change, untold);
            }
        }
        gaps.forget(clock.instant());
        deliver(untold, watchers);
        untold.clear();
    }

    private static void note(Change change, Map<Long, Long> latest) {
        latest.merge(change.alertId(), change.eventId(), Math::max);
    }

    private void deliver(Map<Long, Long> latest, List<Watcher> to) {
        if (latest.isEmpty() || to.isEmpty()) {
            return;
        }
        List<AlertRow> rows = new ArrayList<>(rows(List.copyOf(latest.keySet())));
        rows.sort(Comparator.comparing(row -> latest.get(row.facts().id())));
        for (AlertRow row : rows) {
            long eventId = Objects.requireNonNull(latest.get(row.facts().id()));
            for (Watcher watcher : to) {
                watcher.tell(eventId, row);
            }
        }
    }

    private List<AlertRow> rows(List<Long> ids) {
        try {
            return book.rows(ids);
        } catch (JdbiException e) {
            throw e;
        } catch (RuntimeException e) {
            // One that this server does not understand, a newer server's for instance, must not hide the others.
            if (ids.size() == 1) {
                LOG.error("an alert cannot be read and is not shown alert={}", ids.getFirst(), e);
                return List.of();
            }
            return ids.stream().flatMap(id -> rows(List.of(id)).stream()).toList();
        }
    }

    /** The newest event: whoever subscribes after this question misses nothing that comes later. Blocks. */
    public long position() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT coalesce(max(id), 0) FROM alert_event")
                .mapTo(long.class)
                .one());
    }

    private List<Change> changesAfter(long id, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT id, alert_id FROM alert_event WHERE id > :id ORDER BY id DESC LIMIT :limit
                        """)
                .bind("id", id)
                .bind("limit", limit)
                .map((row, context) -> new Change(row.getLong("id"), row.getLong("alert_id")))
                .list()
                .reversed());
    }
}
