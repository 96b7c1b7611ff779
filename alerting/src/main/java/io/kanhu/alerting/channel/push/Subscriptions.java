package io.kanhu.alerting.channel.push;

import com.zerodeplibs.webpush.UserAgentMessageEncryptionKeyInfo;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The browsers in which people have switched notifications on. Thread-safe; all but {@link #remembered} blocks. */
public final class Subscriptions {
    /** Of one person; the oldest makes way. */
    private static final int MOST = 10;

    private static final int POINT_BYTES = 65;
    private static final int SECRET_BYTES = 16;

    private final Jdbi jdbi;
    private final Clock clock;
    private final VapidKeys server;
    private final PushServices services;
    /** Keys are read when they are needed: that takes longer than to copy them. */
    private volatile Map<Long, List<Supplier<Subscription>>> remembered = Map.of();

    public Subscriptions(Jdbi jdbi, Clock clock, VapidKeys server, PushServices services) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.server = server;
        this.services = services;
    }

    /** The key that a browser subscribes for. */
    public String serverKey() {
        return server.publicKeyText();
    }

    /**
     * From now on this browser is told what this person is called about, and nobody else any more who used it before.
     *
     * @param p256dh the browser's public key in Base64url
     * @param auth the secret between it and us in Base64url
     * @param expiresAt when the push service forgets it, {@code null} for never
     * @throws IllegalArgumentException if the browser cannot be reached like that, with why
     */
    public void add(long userId, String endpoint, String p256dh, String auth, @Nullable Instant expiresAt) {
        URI address = services.endpoint(endpoint);
        byte[] point = bytes("p256dh", p256dh, POINT_BYTES);
        byte[] secret = bytes("auth", auth, SECRET_BYTES);
        try {
            UserAgentMessageEncryptionKeyInfo.of(point, secret);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("keys.p256dh is no point of P-256", e);
        }
        jdbi.useTransaction(handle -> {
            handle.createUpdate("""
                            INSERT INTO push_subscription (user_id, endpoint, p256dh, auth, server_key, created_at, expires_at)
                            VALUES (:user, :endpoint, :p256dh, :auth, :server, :now, :expires)
                            ON CONFLICT (endpoint) DO UPDATE
                              SET user_id = excluded.user_id, p256dh = excluded.p256dh, auth = excluded.auth,
                                  server_key = excluded.server_key, created_at = excluded.created_at,
                                  expires_at = excluded.expires_at
                            """)
                    .bind("user", userId)
                    .bind("endpoint", address.toString())
                    .bind("p256dh", point)
                    .bind("auth", secret)
                    .bind("server", server.publicKey())
                    .bind("now", now())
                    .bind("expires", expiresAt == null ? null : expiresAt.atOffset(ZoneOffset.UTC))
                    .execute();
            handle.createUpdate("""
                            DELETE FROM push_subscription
                             WHERE user_id = :user AND id NOT IN
                                   (SELECT id FROM push_subscription WHERE user_id = :user
                                     ORDER BY created_at DESC, id DESC LIMIT :most)
                            """).bind("user", userId).bind("most", MOST).execute();
        });
    }

    /** This person's browser is told nothing any more. */
    public void remove(long userId, String endpoint) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "DELETE FROM push_subscription WHERE user_id = :user AND endpoint = :endpoint")
                .bind("user", userId)
                .bind("endpoint", endpoint)
                .execute());
    }

    /** Removes what has run out. */
    public void forgetOld() {
        jdbi.useHandle(handle -> handle.createUpdate("DELETE FROM push_subscription WHERE expires_at <= :now")
                .bind("now", now())
                .execute());
    }

    /** Those of a worker that this server may send to. */
    List<Subscription> of(long workerId) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT s.id, s.endpoint, s.p256dh, s.auth
                          FROM push_subscription s JOIN app_user u ON u.id = s.user_id
                         WHERE u.worker_id = :worker AND NOT u.disabled AND s.server_key = :server
                           AND (s.expires_at IS NULL OR s.expires_at > :now)
                         ORDER BY s.id
                        """)
                .bind("worker", workerId)
                .bind("server", server.publicKey())
                .bind("now", now())
                .map((row, context) -> subscription(row).get())
                .list());
    }

    /** Reads those of all workers, for when the database is away. */
    public void remember(Handle handle) {
        Map<Long, List<Supplier<Subscription>>> read = new HashMap<>();
        handle.createQuery("""
                        SELECT u.worker_id, s.id, s.endpoint, s.p256dh, s.auth
                          FROM push_subscription s JOIN app_user u ON u.id = s.user_id
                         WHERE u.worker_id IS NOT NULL AND NOT u.disabled AND s.server_key = :server
                           AND (s.expires_at IS NULL OR s.expires_at > :now)
                         ORDER BY s.id
                        """)
                .bind("server", server.publicKey())
                .bind("now", now())
                .map((row, context) -> read.computeIfAbsent(row.getLong("worker_id"), first -> new ArrayList<>())
                        .add(subscription(row)))
                .forEach(added -> {});
        remembered = read;
    }

    /** Those of a worker as they were when they were last read. Never blocks. */
    List<Subscription> remembered(long workerId) {
        return remembered.getOrDefault(workerId, List.of()).stream()
                .map(Supplier::get)
                .toList();
    }

    private static Supplier<Subscription> subscription(ResultSet row) throws SQLException {
        long id = row.getLong("id");
        String endpoint = row.getString("endpoint");
        byte[] point = row.getBytes("p256dh");
        byte[] secret = row.getBytes("auth");
        return () -> new Subscription(id, URI.create(endpoint), UserAgentMessageEncryptionKeyInfo.of(point, secret));
    }

    /** The push service does not know it any more. */
    void forget(Subscription gone) {
        jdbi.useHandle(handle -> handle.createUpdate("DELETE FROM push_subscription WHERE id = :id")
                .bind("id", gone.id())
                .execute());
    }

    private static byte[] bytes(String name, String text, int length) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("keys." + name + " is not Base64url");
        }
        if (bytes.length != length) {
            throw new IllegalArgumentException("keys." + name + " has " + bytes.length + " bytes, not " + length);
        }
        return bytes;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
