package io.kanhu.registry.band;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** A band's secret, just made: to be shown once and then forgotten, as only its hash is kept. Not a record: no text shows it by accident. */
public final class NewSecret {
    private static final int BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String band;
    private final String token;

    private NewSecret(String band, String token) {
        this.band = band;
        this.token = token;
    }

    /** 192 bit, in 32 characters that need no quoting anywhere. */
    static NewSecret of(String band) {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new NewSecret(band, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    public String band() {
        return band;
    }

    /** The secret itself, for whoever writes it into the band. */
    public String token() {
        return token;
    }

    /** What the label's code says, as docs/protocol.md describes it. */
    public String label() {
        return "kanhu:v1:" + band + ":" + token;
    }

    byte[] sha256() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "the new secret of band " + band;
    }
}
