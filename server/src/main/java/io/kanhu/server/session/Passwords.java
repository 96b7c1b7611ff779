package io.kanhu.server.session;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;

/**
 * People's passwords, hashed with Argon2id: 19 MiB, 2 passes, 1 lane (OWASP Password Storage Cheat Sheet). Blocks for some
 * tens of milliseconds; thread-safe.
 */
public final class Passwords {
    private static final Argon2Function FUNCTION = Argon2Function.getInstance(19 * 1024, 2, 1, 32, Argon2.ID);

    /** What a password is compared with when there is no such user, so that the answer takes as long. No password is known to give it. */
    static final String NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$" + "A".repeat(86) + "$" + "A".repeat(43);

    private static final int RANDOM_BYTES = 12;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Semaphore turns;

    /** One hash at a time: a storm of logins must leave the cores to the bands. */
    public Passwords() {
        this(1);
    }

    /** @param atOnce how many hashes may be made at a time */
    public Passwords(int atOnce) {
        turns = new Semaphore(atOnce, true);
    }

    /** One that nobody can guess, of 16 characters. */
    public static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The hash to keep, with its salt and parameters. */
    public String hash(String password) {
        turns.acquireUninterruptibly();
        try {
            return FUNCTION.hash(password).getResult();
        } finally {
            turns.release();
        }
    }

    /** Whether this is the password that was hashed. */
    public boolean matches(String password, String hash) {
        turns.acquireUninterruptibly();
        try {
            return Argon2Function.getInstanceFromHash(hash).check(password, hash);
        } finally {
            turns.release();
        }
    }

    /** Takes as long as {@link #matches}, so that the time of the answer does not tell which names there are. */
    void matchNobody(String password) {
        matches(password, NOBODYS);
    }
}
