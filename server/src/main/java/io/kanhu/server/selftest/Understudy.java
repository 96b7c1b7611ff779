package io.kanhu.server.selftest;

import io.kanhu.server.session.Passwords;
import io.kanhu.server.session.Role;
import io.kanhu.server.session.Users;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * A wearer who does not exist, in a grid of their own with a worker who does not exist: what a self-test needs to take the way of
 * every call without calling anybody. Each server has its own, by its host and port, and a new secret at each start.
 *
 * @param band its id, also the code of the wearer, the grid, the worker and the user
 * @param secret of the band
 */
record Understudy(String band, String secret, long workerId) {
    private static final String PREFIX = "selftest-";
    private static final int LONGEST_HOST = 17;
    private static final int SECRET_BYTES = 24;

    /**
     * Enters them into the registry, or gives those of an earlier run the new secret. Blocks.
     *
     * @param port of this server's bands
     */
    static Understudy enrol(Jdbi jdbi, Clock clock, int port) {
        String name = PREFIX + host() + "-" + port;
        String secret = random();
        jdbi.useTransaction(handle -> enter(handle, name, secret, clock.instant()));
        // Somebody who can log in is reached on the page. Nobody knows the password.
        new Users(jdbi, new Passwords()).put(name, random(), Role.WORKER, name);
        long worker = jdbi.withHandle(handle -> handle.createQuery("SELECT id FROM worker WHERE code = :code")
                .bind("code", name)
                .mapTo(long.class)
                .one());
        return new Understudy(name, secret, worker);
    }

    private static void enter(Handle handle, String name, String secret, Instant now) {
        handle.execute("""
                INSERT INTO area (code, name, level) VALUES ('selftest', '自检 Self-test', 'community')
                ON CONFLICT (code) DO NOTHING
                """);
        handle.execute("""
                INSERT INTO grid (code, name, area_id) SELECT ?, ?, id FROM area WHERE code = 'selftest'
                ON CONFLICT (code) DO NOTHING
                """, name, name);
        handle.execute("INSERT INTO worker (code, name) VALUES (?, ?) ON CONFLICT (code) DO NOTHING", name, name);
        handle.createUpdate("""
                        INSERT INTO roster_shift (worker_id, grid_id, starts_at)
                        SELECT w.id, g.id, :now FROM worker w, grid g WHERE w.code = :name AND g.code = :name
                           AND NOT EXISTS (SELECT FROM roster_shift s WHERE s.worker_id = w.id AND s.grid_id = g.id)
                        """)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("name", name)
                .execute();
        handle.createUpdate("""
                        INSERT INTO wearer (code, name, grid_id, synthetic) SELECT :name, :name, id, true FROM grid WHERE code = :name
                        ON CONFLICT (code) DO UPDATE
                          SET grid_id = EXCLUDED.grid_id, synthetic = true, revision = nextval('registry_revision')
                        """).bind("name", name).execute();
        handle.createUpdate("""
                        INSERT INTO band (id, secret_sha256, model) VALUES (:name, sha256(convert_to(:secret, 'UTF8')), 'self-test')
                        ON CONFLICT (id) DO UPDATE
                          SET secret_sha256 = EXCLUDED.secret_sha256, disabled = false, revision = nextval('registry_revision')
                        """).bind("name", name).bind("secret", secret).execute();
        handle.createUpdate("""
                        INSERT INTO band_assignment (band, wearer_id, starts_at)
                        SELECT :name, id, :now FROM wearer WHERE code = :name
                           AND NOT EXISTS (SELECT FROM band_assignment WHERE band = :name AND ends_at IS NULL)
                        """)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("name", name)
                .execute();
    }

    private static String host() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "local";
        }
        String plain = host.replaceAll("[^A-Za-z0-9_-]", "-");
        return plain.length() > LONGEST_HOST ? plain.substring(0, LONGEST_HOST) : plain;
    }

    private static String random() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
