package io.kanhu.server.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Sessions: a random token with the browser, its SHA-256 in the database. Blocks. */
public final class Sessions {
    private static final int TOKEN_BYTES = 32;
    private static final Duration AWAY = Duration.ofSeconds(3);
    /** When a session was last seen is written no more often. */
    static final Duration SEEN = Duration.ofMinutes(1);

    private final Jdbi jdbi;
    private final Clock clock;
    private final Duration lifetime;
    private final Duration idle;
    private final SecureRandom random = new SecureRandom();
    private final SeenSessions remembered = new SeenSessions();
    private volatile Instant awayUntil = Instant.MIN;

    /**
     * @param lifetime from the log-in to the next one
     * @param idle how long a session holds that nobody uses; a page that is open uses it
     */
    public Sessions(Jdbi jdbi, Clock clock, Duration lifetime, Duration idle) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.lifetime = lifetime;
        this.idle = idle;
    }

    /** From the login to the next one. */
    public Duration lifetime() {
        return lifetime;
    }

    /** Opens a session and returns its token, which is kept nowhere else. */
    public String open(User user, Origin origin) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO app_session (token_sha256, user_id, created_at, last_seen_at, expires_at, address, browser)
                        VALUES (:hash, :user, :now, :now, :until, :address, :browser)
                        """)
                .bind("hash", hash(token))
                .bind("user", user.id())
                .bind("now", utc(now))
                .bind("until", utc(now.plus(lifetime)))
                .bind("address", origin.address())
                .bind("browser", origin.browser())
                .execute());
        remembered.put(HexFormat.of().formatHex(hash(token)), Optional.of(user), now);
        return token;
    }

    /**
     * Whose session this is, if it is still open. While the database is away, whoever logged in or was seen within the last minutes is
     * believed: those whose pages are open, so that calls for help reach them.
     */
    public Optional<User> find(String token) {
        String hash = HexFormat.of().formatHex(hash(token));
        Instant now = clock.instant();
        if (now.isBefore(awayUntil) && remembered.get(hash, now).isPresent()) {
            return remembered.get(hash, now);
        }
        try {
            Optional<User> found = read(token, now);
            remembered.put(hash, found, now);
            return found;
        } catch (JdbiException e) {
            Optional<User> seen = remembered.get(hash, now);
            if (seen.isEmpty()) {
                throw e;
            }
            // Nobody waits for the pool again just now.
            awayUntil = clock.instant().plus(AWAY);
            return seen;
        }
    }

    private record Found(User user, Instant lastSeenAt) {}

    private Optional<User> read(String token, Instant now) {
        byte[] hash = hash(token);
        return jdbi.withHandle(handle -> {
            Optional<Found> found = handle.createQuery(Users.selectWith("s.last_seen_at") + """
                              JOIN app_session s ON s.user_id = u.id
                             WHERE s.token_sha256 = :hash AND s.expires_at > :now AND s.last_seen_at > :unused AND NOT u.disabled
                            """)
                    .bind("hash", hash)
                    .bind("now", utc(now))
                    .bind("unused", utc(now.minus(idle)))
                    .map((row, context) -> new Found(Users.read(row), instant(row, "last_seen_at")))
                    .findOne();
            if (found.isPresent() && !found.get().lastSeenAt().plus(SEEN).isAfter(now)) {
                handle.createUpdate("UPDATE app_session SET last_seen_at = :now WHERE token_sha256 = :hash")
                        .bind("now", utc(now))
                        .bind("hash", hash)
                        .execute();
            }
            return found.map(Found::user);
        });
    }

    /** A user's that hold, the one last used first. {@code token} is the one that asks. */
    public List<Session> of(long userId, String token) {
        Instant now = clock.instant();
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT id, created_at, last_seen_at, expires_at, address, browser, token_sha256 = :hash AS current
                          FROM app_session WHERE user_id = :user AND expires_at > :now AND last_seen_at > :unused
                         ORDER BY last_seen_at DESC, id DESC
                        """)
                .bind("hash", hash(token))
                .bind("user", userId)
                .bind("now", utc(now))
                .bind("unused", utc(now.minus(idle)))
                .map((row, context) -> new Session(
                        row.getLong("id"),
                        instant(row, "created_at"),
                        instant(row, "last_seen_at"),
                        instant(row, "expires_at"),
                        row.getString("address"),
                        row.getString("browser"),
                        row.getBoolean("current")))
                .list());
    }

    /** Ends one of a user's; false if there is none. It is over at once on every server, its stream within 15 s. */
    public boolean end(long userId, long id) {
        return forget(jdbi.withHandle(handle -> handle.createQuery(
                                "DELETE FROM app_session WHERE user_id = :user AND id = :id RETURNING token_sha256")
                        .bind("user", userId)
                        .bind("id", id)
                        .mapTo(byte[].class)
                        .list()))
                > 0;
    }

    /** Ends all of a user's but the one that asks. Returns how many. */
    public int endOthers(long userId, String token) {
        return forget(jdbi.withHandle(handle -> endOthers(handle, userId, token)));
    }

    /** Ends all of a user's. Returns how many. */
    public int endAll(long userId) {
        return endOthers(userId, "");
    }

    private static List<byte[]> endOthers(Handle handle, long userId, String token) {
        return handle.createQuery(
                        "DELETE FROM app_session WHERE user_id = :user AND token_sha256 <> :hash RETURNING token_sha256")
                .bind("user", userId)
                .bind("hash", hash(token))
                .mapTo(byte[].class)
                .list();
    }

    private int forget(List<byte[]> hashes) {
        hashes.forEach(hash -> remembered.forget(HexFormat.of().formatHex(hash)));
        return hashes.size();
    }

    /** Ends a session. */
    public void close(String token) {
        remembered.forget(HexFormat.of().formatHex(hash(token)));
        jdbi.useHandle(handle -> handle.createUpdate("DELETE FROM app_session WHERE token_sha256 = :hash")
                .bind("hash", hash(token))
                .execute());
    }

    /** Removes what has run out. */
    public void forgetOld() {
        Instant now = clock.instant();
        remembered.forgetOld(now);
        jdbi.useHandle(handle -> handle.createUpdate(
                        "DELETE FROM app_session WHERE expires_at <= :now OR last_seen_at <= :unused")
                .bind("now", utc(now))
                .bind("unused", utc(now.minus(idle)))
                .execute());
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
