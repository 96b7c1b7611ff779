package io.kanhu.server.http;

import io.vertx.core.json.JsonObject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls that somebody rings their own page with, to see whether a real one would be heard. They come by the same stream as real ones,
 * to the pages of that user that are open: on this server at once, on another within a second or two. Thread-safe; all but
 * {@link #watch} blocks.
 */
final class PracticeCalls {
    private static final Logger LOG = LoggerFactory.getLogger(PracticeCalls.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** From one look for what was begun at other servers to the next. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /** One that is older is not rung any more: nobody waits for it. */
    private static final Duration YOUNG = Duration.ofSeconds(20);

    private final Jdbi jdbi;
    private final Clock clock;
    private final Map<Long, List<Consumer<JsonObject>>> watchers = new ConcurrentHashMap<>();
    /** Those that have rung here, with when they were begun. */
    private final Map<UUID, Instant> rung = new ConcurrentHashMap<>();

    private final AtomicBoolean looking = new AtomicBoolean();

    PracticeCalls(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** Hands the practice calls of a user to a page of theirs, until what is returned is run. */
    Runnable watch(long userId, Consumer<JsonObject> page) {
        watchers.compute(userId, (id, pages) -> {
            List<Consumer<JsonObject>> all = pages == null ? new CopyOnWriteArrayList<>() : pages;
            all.add(page);
            return all;
        });
        lookWhileSomebodyWatches();
        return () -> watchers.computeIfPresent(userId, (id, pages) -> {
            pages.remove(page);
            return pages.isEmpty() ? null : pages;
        });
    }

    /**
     * Rings.
     *
     * @throws Problem if the last one is too young
     */
    JsonObject begin(long userId) {
        Instant now = clock.instant();
        last(userId).filter(last -> last.begunAt().isAfter(now.minus(PAUSE))).ifPresent(last -> {
            throw new Problem(429, "You have just tried this; wait ten seconds.", PAUSE);
        });
        UUID key = UUID.randomUUID();
        jdbi.useHandle(handle -> handle.createUpdate(
                        "INSERT INTO practice_call (key, user_id, begun_at) VALUES (:key, :user, :now)")
                .bind("key", key)
                .bind("user", userId)
                .bind("now", utc(now))
                .execute());
        ringTheNew();
        return new Practice(key, now, null, null, null).json();
    }

    private void lookWhileSomebodyWatches() {
        if (!looking.compareAndSet(false, true)) {
            return;
        }
        Thread.ofVirtual().name("practice-calls").start(() -> {
            try {
                while (!watchers.isEmpty()) {
                    LockSupport.parkNanos(LOOK_EVERY.toNanos());
                    ringTheNew();
                }
            } finally {
                looking.set(false);
            }
            // Somebody may have come between the last look and the end.
            if (!watchers.isEmpty()) {
                lookWhileSomebodyWatches();
            }
        });
    }

    /** Rings, on the pages that are open here, what has not rung here yet, whichever server it was begun at. */
    private void ringTheNew() {
        Instant since = clock.instant().minus(YOUNG);
        rung.values().removeIf(begunAt -> begunAt.isBefore(since.minus(YOUNG)));
        begunSince(since).forEach(call -> {
            if (rung.putIfAbsent(call.practice().key(), call.practice().begunAt()) == null) {
                watchers.getOrDefault(call.userId(), List.of())
                        .forEach(page -> page.accept(call.practice().json()));
            }
        });
    }

    private List<Begun> begunSince(Instant since) {
        try {
            return jdbi.withHandle(handle -> handle.createQuery("""
                            SELECT user_id, key, begun_at, shown_at, answered_at, answer FROM practice_call
                             WHERE user_id = ANY(:users) AND begun_at > :since AND answered_at IS NULL
                            """)
                    .bindArray("users", Long.class, watchers.keySet().toArray())
                    .bind("since", utc(since))
                    .map((row, context) -> new Begun(row.getLong("user_id"), read(row)))
                    .list());
        } catch (JdbiException e) {
            LOG.debug("test calls are looked for again later", e);
            return List.of();
        }
    }

    /** A user's. */
    private record Begun(long userId, Practice practice) {}

    /** The page has shown and sounded it. Saying so again changes nothing. */
    void shown(long userId, UUID key) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        UPDATE practice_call SET shown_at = coalesce(shown_at, :now) WHERE key = :key AND user_id = :user
                        """)
                .bind("now", utc(clock.instant()))
                .bind("key", key)
                .bind("user", userId)
                .execute());
    }

    /**
     * It was answered; the first answer counts.
     *
     * @throws Problem if it is none of theirs
     */
    JsonObject answer(long userId, UUID key, String answer) {
        int found = jdbi.withHandle(handle -> handle.createUpdate("""
                        UPDATE practice_call SET answer = coalesce(answer, :answer), answered_at = coalesce(answered_at, :now)
                         WHERE key = :key AND user_id = :user
                        """)
                .bind("answer", answer)
                .bind("now", utc(clock.instant()))
                .bind("key", key)
                .bind("user", userId)
                .execute());
        if (found == 0) {
            throw new Problem(404, "There is no such test alert of yours; start a new one.");
        }
        return last(userId).orElseThrow().json();
    }

    /** The last one of a user. */
    Optional<Practice> last(long userId) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT key, begun_at, shown_at, answered_at, answer FROM practice_call
                         WHERE user_id = :user ORDER BY begun_at DESC LIMIT 1
                        """)
                .bind("user", userId)
                .map((row, context) -> read(row))
                .findOne());
    }

    private static Practice read(ResultSet row) throws SQLException {
        return new Practice(
                row.getObject("key", UUID.class),
                row.getObject("begun_at", OffsetDateTime.class).toInstant(),
                instant(row, "shown_at"),
                instant(row, "answered_at"),
                row.getString("answer"));
    }

    /** One of them, and how far it has come. */
    record Practice(
            UUID key,
            Instant begunAt,
            @Nullable Instant shownAt,
            @Nullable Instant answeredAt,
            @Nullable String answer) {
        JsonObject json() {
            return new JsonObject()
                    .put("key", key.toString())
                    .put("begunAt", begunAt.toString())
                    .put("shownAt", shownAt == null ? null : shownAt.toString())
                    .put("answeredAt", answeredAt == null ? null : answeredAt.toString())
                    .put("answer", answer);
        }
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
