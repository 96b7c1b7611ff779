package io.kanhu.server.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Who was logged in when the database was last asked, for as long as that says something. Thread-safe. */
final class SeenSessions {
    /** An open page asks every 15 s; this outlasts an outage in which a page comes and goes. */
    static final Duration LIFETIME = Duration.ofMinutes(10);

    private final ConcurrentHashMap<String, Seen> seen = new ConcurrentHashMap<>();

    private record Seen(User user, Instant at) {
        boolean holds(Instant now) {
            return now.isBefore(at.plus(LIFETIME));
        }
    }

    /** What the database said of a session. */
    void put(String hash, Optional<User> user, Instant now) {
        user.ifPresentOrElse(found -> seen.put(hash, new Seen(found, now)), () -> seen.remove(hash));
    }

    Optional<User> get(String hash, Instant now) {
        return Optional.ofNullable(seen.get(hash)).filter(one -> one.holds(now)).map(Seen::user);
    }

    void forget(String hash) {
        seen.remove(hash);
    }

    void forgetOld(Instant now) {
        seen.values().removeIf(one -> !one.holds(now));
    }
}
