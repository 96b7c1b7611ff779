package io.kanhu.alerting.channel.wecom;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * How WeCom signs and encrypts what it tells an application: SHA-1 over the sorted token, time, nonce and text; AES-256 in CBC mode, the key's
 * first half as the initial vector, padded to 32 bytes; within, 16 random bytes, the length in four, the message, the corporation's id. Thread-safe.
 */
public final class CallbackSeal {
    /** Older ones may have been heard and are sent again by somebody else. */
    static final Duration WINDOW = Duration.ofMinutes(5);

    private static final int RANDOM_BYTES = 16;
    private static final int BLOCK = 32;

    private final String token;
    private final byte[] key;
    private final String corporation;
    private final Clock clock;

    /**
     * As they stand beside the callback's address in WeCom's console.
     *
     * @param key of 43 letters (EncodingAESKey)
     * @throws IllegalArgumentException if the key is none; the message leaves it out
     */
    public CallbackSeal(String token, String key, String corporation, Clock clock) {
        this.token = token;
        this.key = decoded(key);
        this.corporation = corporation;
        this.clock = clock;
    }

    /** What stands beside a callback in its address. */
    public record Signed(String signature, String timestamp, String nonce) {}

    private static byte[] decoded(String key) {
        if (!key.matches("[A-Za-z0-9+/]{43}")) {
            throw new IllegalArgumentException("it must be the 43 letters and digits that WeCom shows");
        }
        return Base64.getDecoder().decode(key + "=");
    }

    /**
     * Reads what WeCom says.
     *
     * @throws CallbackRefused if it was not WeCom who said it, to us, just now
     */
    String open(Signed signed, String sealed) {
        String expected = sign(List.of(token, signed.timestamp(), signed.nonce(), sealed));
        if (!MessageDigest.isEqual(utf8(expected), utf8(signed.signature()))) {
            throw new CallbackRefused("the signature is wrong; is the token the one of WeCom's console?");
        }
        if (!isNow(signed.timestamp())) {
            throw new CallbackRefused(
                    "it is more than " + WINDOW.toMinutes() + " minutes old or ahead; is this server's clock right?");
        }
        return decrypt(sealed);
    }

    private boolean isNow(String timestamp) {
        if (!timestamp.matches("\\d{1,12}")) {
            return false;
        }
        Instant said = Instant.ofEpochSecond(Long.parseLong(timestamp));
        return Duration.between(said, clock.instant()).abs().compareTo(WINDOW) <= 0;
    }

    private String decrypt(String sealed) {
        byte[] plain;
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(key, "AES"),
                    new IvParameterSpec(Arrays.copyOf(key, RANDOM_BYTES)));
            plain = cipher.doFinal(Base64.getDecoder().decode(sealed));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new CallbackRefused("it cannot be decrypted", e);
        }
        int padding = plain.length == 0 ? 0 : plain[plain.length - 1];
        if (padding < 1 || padding > BLOCK || padding > plain.length) {
            throw new CallbackRefused("it cannot be decrypted; is the key the one of WeCom's console?");
        }
        ByteBuffer read = ByteBuffer.wrap(plain, 0, plain.length - padding);
        if (read.remaining() < RANDOM_BYTES + Integer.BYTES) {
            throw new CallbackRefused("it is too short");
        }
        int length = read.position(RANDOM_BYTES).getInt();
        if (length < 0 || length > read.remaining()) {
            throw new CallbackRefused("it is shorter than it says");
        }
        byte[] message = new byte[length];
        read.get(message);
        byte[] to = new byte[read.remaining()];
        read.get(to);
        if (!corporation.equals(new String(to, StandardCharsets.UTF_8))) {
            throw new CallbackRefused("it is for another corporation");
        }
        return new String(message, StandardCharsets.UTF_8);
    }

    /** The signature that WeCom gives these. */
    static String sign(List<String> parts) {
        try {
            Stream<String> sorted = parts.stream().sorted();
            byte[] together = utf8(String.join("", sorted.toList()));
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(together));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Leaves out the token and the key. */
    @Override
    public String toString() {
        return "CallbackSeal";
    }
}
