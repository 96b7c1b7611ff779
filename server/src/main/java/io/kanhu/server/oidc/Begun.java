package io.kanhu.server.oidc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Log-ins that have begun and not ended. Blocks. */
final class Begun {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int BYTES = 32;
    private static final int MOST = 20_000;

    private final Jdbi jdbi;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Begun(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * One that has begun.
     *
     * @param state comes back in the address
     * @param nonce comes back in the ID token
     * @param challenge the hash of what will redeem the code
     * @param browser comes back in the cookie
     */
    record Login(String state, String nonce, String challenge, String browser) {}

    /** What is needed to end it. */
    record Kept(String nonce, String verifier, String next) {}

    /** {@code null} if there are too many. */
    @Nullable
    Login add(String next) {
        String verifier = random();
        Login login = new Login(random(), random(), text(hash(verifier)), random());
        int added = jdbi.withHandle(handle -> handle.createUpdate("""
                        INSERT INTO oidc_login (state_sha256, browser_sha256, nonce, verifier, next, begun_at)
                        SELECT :state, :browser, :nonce, :verifier, :next, :now
                         WHERE (SELECT count(*) FROM oidc_login) < :most
                        """)
                .bind("state", hash(login.state()))
                .bind("browser", hash(login.browser()))
                .bind("nonce", login.nonce())
                .bind("verifier", verifier)
                .bind("next", next)
                .bind("now", utc(clock.instant()))
                .bind("most", MOST)
                .execute());
        return added == 1 ? login : null;
    }

    /** Takes it, for good: a state that comes a second time is unknown. Nothing for another browser than the one that began. */
    Optional<Kept> take(String state, String browser) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        DELETE FROM oidc_login WHERE state_sha256 = :state AND browser_sha256 = :browser AND begun_at > :since
                        RETURNING nonce, verifier, next
                        """)
                .bind("state", hash(state))
                .bind("browser", hash(browser))
                .bind("since", utc(clock.instant().minus(PATIENCE)))
                .map((row, context) ->
                        new Kept(row.getString("nonce"), row.getString("verifier"), row.getString("next")))
                .findOne());
    }

    void forgetOld() {
        jdbi.useHandle(handle -> handle.createUpdate("DELETE FROM oidc_login WHERE begun_at <= :old")
                .bind("old", utc(clock.instant().minus(PATIENCE)))
                .execute());
    }

    private String random() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return text(bytes);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
