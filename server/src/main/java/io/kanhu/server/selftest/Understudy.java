package io.kanhu.server.selftest;

import io.kanhu.server.session.Passwords;
import io.kanhu.server.session.Role;
import io.kanhu.server.session.Users;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * A wearer who does not exist, in a grid of their own with a worker who does not exist: what a self-test needs to take the way of
 * every call without calling anybody. Each server has its own, named in its data directory, and a new secret at each start.
 *
 * @param band its id, also the code of the wearer, the grid, the worker and the user
 * @param secret of the band
 */
public record Understudy(String band, String secret, long workerId) {
    private static final String PREFIX = "selftest-";
    private static final String FILE = "selftest.id";
    private static final int NAME_BYTES = 8;
    private static final int SECRET_BYTES = 24;

    /**
     * Enters them into the registry, or gives those of an earlier run the new secret. Blocks.
     *
     * @param data this server's data directory
     * @throws UncheckedIOException if it cannot be read or written
     */
    public static Understudy enrol(Jdbi jdbi, Clock clock, Path data) {
        String name = PREFIX + idIn(data.resolve(FILE));
        String secret = random(SECRET_BYTES);
        jdbi.useTransaction(handle -> enter(handle, name, secret, clock.instant()));
        // Somebody who can log in is reached on the page. Nobody knows the password.
        new Users(jdbi, new Passwords()).put(name, random(SECRET_BYTES), Role.WORKER, name);
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

    /** A name of its own for each data directory: hosts change theirs with every container, and two may share one. */
    private static String idIn(Path file) {
        try {
            String known = Files.exists(file) ? Files.readString(file).strip() : "";
            if (known.matches("[0-9a-f]{%d}".formatted(2 * NAME_BYTES))) {
                return known;
            }
            String made = random(NAME_BYTES);
            Files.writeString(file, made);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or write " + file, e);
        }
    }

    private static String random(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
