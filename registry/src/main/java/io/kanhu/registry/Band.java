package io.kanhu.registry;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A band as the hot path sees it. Immutable. Not a record: the hash of its secret has no accessor and appears in no
 * text, and four longs are a third smaller than an array, which counts a million times.
 */
public final class Band {
    private static final int HASH_BYTES = 32;

    private final String id;
    private final long hash1;
    private final long hash2;
    private final long hash3;
    private final long hash4;
    private final boolean disabled;
    private final List<Worn> worn;

    /**
     * @param secretSha256 copied
     * @param worn in order of time
     */
    public Band(String id, byte[] secretSha256, boolean disabled, List<Worn> worn) {
        if (secretSha256.length != HASH_BYTES) {
            throw new IllegalArgumentException("the secret hash of band " + id + " has not 32 bytes");
        }
        ByteBuffer hash = ByteBuffer.wrap(secretSha256);
        this.id = id;
        this.hash1 = hash.getLong();
        this.hash2 = hash.getLong();
        this.hash3 = hash.getLong();
        this.hash4 = hash.getLong();
        this.disabled = disabled;
        this.worn = List.copyOf(worn);
    }

    public String id() {
        return id;
    }

    /** Whether its connections are to be refused although the password is right. */
    public boolean disabled() {
        return disabled;
    }

    /**
     * Whether this is the band's secret, whatever {@link #disabled()} says. Takes the same time for any wrong
     * password.
     */
    public boolean accepts(byte[] password) {
        byte[] hash = ByteBuffer.allocate(HASH_BYTES)
                .putLong(hash1)
                .putLong(hash2)
                .putLong(hash3)
                .putLong(hash4)
                .array();
        return MessageDigest.isEqual(hash, sha256(password));
    }

    /** Whether the other one is let in with the same secret. */
    boolean hasSecretOf(Band other) {
        return hash1 == other.hash1 && hash2 == other.hash2 && hash3 == other.hash3 && hash4 == other.hash4;
    }

    /** Who wore it when it measured; null if nobody did. */
    public @Nullable Worn wearerAt(Instant measuredAt) {
        for (int i = worn.size() - 1; i >= 0; i--) {
            if (worn.get(i).covers(measuredAt)) {
                return worn.get(i);
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return "Band " + id;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
