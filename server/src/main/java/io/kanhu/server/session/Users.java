package io.kanhu.server.session;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The users and their password hashes. Blocks. */
public final class Users {
    /** The columns that {@link #read} needs. */
    static final String SELECT = """
            SELECT u.id, u.name, u.role, u.worker_id, k.name AS worker_name, coalesce(k.language, 'zh') AS language,
                   u.password_hash
              FROM app_user u LEFT JOIN worker k ON k.id = u.worker_id
            """;

    private final Jdbi jdbi;
    private final Passwords passwords;

    public Users(Jdbi jdbi, Passwords passwords) {
        this.jdbi = jdbi;
        this.passwords = passwords;
    }

    /** The user with this name and password, unless they are disabled. Takes as long when there is no such user. */
    Optional<User> find(String name, String password) {
        record Known(User user, String hash) {}
        Optional<Known> known =
                jdbi.withHandle(handle -> handle.createQuery(SELECT + " WHERE u.name = :name AND NOT u.disabled")
                        .bind("name", name)
                        .map((row, context) -> new Known(read(row), row.getString("password_hash")))
                        .findOne());
        if (known.isEmpty()) {
            passwords.matchNobody(password);
        }
        return known.filter(found -> passwords.matches(password, found.hash())).map(Known::user);
    }

    /**
     * Adds a user, or gives one that exists this role and password.
     *
     * @param workerCode the code of the worker this user is; a {@link Role#WORKER} has one
     * @throws UnknownWorker if there is no worker with this code
     * @throws WorkerTaken if another user is this worker already
     */
    public void put(String name, String password, Role role, @Nullable String workerCode) {
        String hash = passwords.hash(password);
        jdbi.useTransaction(handle -> {
            Long worker = workerCode == null ? null : workerFor(handle, name, workerCode);
            handle.createUpdate("""
                            INSERT INTO app_user (name, password_hash, role, worker_id) VALUES (:name, :hash, :role, :worker)
                            ON CONFLICT (name) DO UPDATE
                              SET password_hash = EXCLUDED.password_hash, role = EXCLUDED.role,
                                  worker_id = EXCLUDED.worker_id, disabled = false
                            """)
                    .bind("name", name)
                    .bind("hash", hash)
                    .bind("role", role.code())
                    .bind("worker", worker)
                    .execute();
            // Whoever got in with the old password is out.
            endSessions(handle, name);
        });
    }

    /** Ends a user's sessions and lets them log in no more; false if there is no such user. */
    public boolean disable(String name) {
        return jdbi.inTransaction(handle -> {
            endSessions(handle, name);
            return handle.createUpdate("UPDATE app_user SET disabled = true WHERE name = :name")
                            .bind("name", name)
                            .execute()
                    > 0;
        });
    }

    /** Whether there is a user of this name, disabled or not. */
    public boolean exists(String name) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT EXISTS (SELECT FROM app_user WHERE name = :name)")
                .bind("name", name)
                .mapTo(boolean.class)
                .one());
    }

    static User read(ResultSet row) throws SQLException {
        return new User(
                row.getLong("id"),
                row.getString("name"),
                Role.of(row.getString("role")),
                row.getObject("worker_id", Long.class),
                row.getString("worker_name"),
                row.getString("language"));
    }

    private static void endSessions(Handle handle, String name) {
        handle.createUpdate("DELETE FROM app_session WHERE user_id = (SELECT id FROM app_user WHERE name = :name)")
                .bind("name", name)
                .execute();
    }

    private static long workerFor(Handle handle, String name, String code) {
        long worker = handle.createQuery("SELECT id FROM worker WHERE code = :code FOR UPDATE")
                .bind("code", code)
                .mapTo(long.class)
                .findOne()
                .orElseThrow(() -> new UnknownWorker(code));
        Optional<String> taken = handle.createQuery(
                        "SELECT name FROM app_user WHERE worker_id = :worker AND name <> :name")
                .bind("worker", worker)
                .bind("name", name)
                .mapTo(String.class)
                .findOne();
        if (taken.isPresent()) {
            throw new WorkerTaken(code, taken.get());
        }
        return worker;
    }
}
