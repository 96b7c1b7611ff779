package io.kanhu.server.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Sessions: a random token with the browser, its SHA-256 in the database. Blocks. */
public final class Sessions {
    private static final int TOKEN_BYTES = 32;
    private static final Duration AWAY = Duration.ofSeconds(3);

    private final Jdbi jdbi;
    private final Clock clock;
    private final Duration lifetime;
    private final SecureRandom random = new SecureRandom();
    private final SeenSessions remembered = new SeenSessions();
    private volatile Instant awayUntil = Instant.MIN;

    public Sessions(Jdbi jdbi, Clock clock, Duration lifetime) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.lifetime = lifetime;
    }

    /** From the login to the next one. */
    public Duration lifetime() {
        return lifetime;
    }

    /** Opens a session and returns its token, which is kept nowhere else. */
    public String open(User user) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO app_session (token_sha256, user_id, created_at, last_seen_at, expires_at)
                        VALUES (:hash, :user, :now, :now, :until)
                        """)
                .bind("hash", hash(token))
                .bind("user", user.id())
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("until", now.plus(lifetime).atOffset(ZoneOffset.UTC))
                .execute());
        return token;
    }

    /**
     * Whose session this is, if it is still open. While the database is away, whoever was seen within the last minutes is believed:
     * those whose pages are open, so that calls for help reach them.
     */
    public Optional<User> find(String token) {
        String hash = HexFormat.of().formatHex(hash(token));
        Instant now = clock.instant();
        if (now.isBefore(awayUntil) && remembered.get(hash, now).isPresent()) {
            return remembered.get(hash, now);
        }
        try {
            Optional<User> found = read(token);
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

    private Optional<User> read(String token) {
        return jdbi.withHandle(handle -> handle.createQuery(Users.SELECT + """
                          JOIN app_session s ON s.user_id = u.id
                         WHERE s.token_sha256 = :hash AND s.expires_at > :now AND NOT u.disabled
                        """)
                .bind("hash", hash(token))
                .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                .map((row, context) -> Users.read(row))
                .findOne());
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
        remembered.forgetOld(clock.instant());
        jdbi.useHandle(handle -> handle.createUpdate("DELETE FROM app_session WHERE expires_at <= :now")
                .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                .execute());
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
