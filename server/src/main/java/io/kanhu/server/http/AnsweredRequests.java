package io.kanhu.server.http;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Does a request that carries an {@code Idempotency-Key} once, however often it comes: the key, what was done and the answer are
 * committed together. A refusal is not kept, since nothing was done; the same key may be tried again. Blocks.
 */
public final class AnsweredRequests {
    static final String HEADER = "Idempotency-Key";

    /** How long an answer is remembered; a page gives up before. */
    static final Duration KEPT = Duration.ofHours(24);

    private final Jdbi jdbi;
    private final Clock clock;
    private final Runnable wake;

    /** @param wake called after each commit; must not block */
    public AnsweredRequests(Jdbi jdbi, Clock clock, Runnable wake) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.wake = wake;
    }

    /**
     * Answers as {@code code} does, or as it did.
     *
     * @throws Problem if the key came before with another request
     */
    Answer once(Call call, Function<Call, Answer> code) {
        String header = call.context().request().getHeader(HEADER);
        if (header == null) {
            return code.apply(call);
        }
        UUID key = UUID.fromString(header);
        byte[] request = digest(call);
        // Transactions on the same thread join this one, so the move is committed with its key or not at all.
        Answer answer = jdbi.inTransaction(handle -> {
            if (!claim(handle, call.user().id(), key, request)) {
                return known(handle, call.user().id(), key, request);
            }
            Answer fresh = code.apply(call);
            keep(handle, call.user().id(), key, fresh);
            return fresh;
        });
        wake.run();
        return answer;
    }

    /** Forgets what is older than {@link #KEPT}. */
    public void forgetOld() {
        jdbi.useHandle(handle -> handle.createUpdate("DELETE FROM answered_request WHERE answered_at < :old")
                .bind("old", clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC))
                .execute());
    }

    /** Whether it is new. Waits for one that is being answered at this moment. */
    private boolean claim(Handle handle, long user, UUID key, byte[] request) {
        Instant now = clock.instant();
        return handle.createUpdate("""
                        INSERT INTO answered_request (user_id, key, request, answered_at) VALUES (:user, :key, :request, :now)
                        ON CONFLICT (user_id, key) DO NOTHING
                        """)
                        .bind("user", user)
                        .bind("key", key)
                        .bind("request", request)
                        .bind("now", now.atOffset(ZoneOffset.UTC))
                        .execute()
                > 0;
    }

    private static Answer known(Handle handle, long user, UUID key, byte[] request) {
        record Kept(boolean same, int status, @Nullable String answer) {}
        Kept kept = handle.createQuery("SELECT request = :request AS same, status, answer FROM answered_request"
                        + " WHERE user_id = :user AND key = :key")
                .bind("user", user)
                .bind("key", key)
                .bind("request", request)
                .map((row, context) -> new Kept(row.getBoolean("same"), row.getInt("status"), row.getString("answer")))
                .one();
        if (!kept.same()) {
            throw new Problem(
                    422,
                    "This " + HEADER + " came with another request before; make a new one for each thing to be done.");
        }
        return kept.answer() == null
                ? new Answer(kept.status(), null)
                : new Answer(kept.status(), new JsonObject(kept.answer()));
    }

    private static void keep(Handle handle, long user, UUID key, Answer answer) {
        JsonObject body = answer.body();
        handle.createUpdate(
                        "UPDATE answered_request SET status = :status, answer = :answer WHERE user_id = :user AND key = :key")
                .bind("status", answer.status())
                .bind("answer", body == null ? null : body.encode())
                .bind("user", user)
                .bind("key", key)
                .execute();
    }

    /** What was asked for: where, and with what body. */
    private static byte[] digest(Call call) {
        String request = call.context().request().method() + " "
                + call.context().normalizedPath() + "\n" + call.body().encode();
        try {
            return MessageDigest.getInstance("SHA-256").digest(request.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
