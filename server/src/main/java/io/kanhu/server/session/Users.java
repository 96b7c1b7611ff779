package io.kanhu.server.session;

import io.kanhu.registry.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The users and their password hashes. Blocks. */
public final class Users {
    private static final String SELECT = """
            SELECT u.id, u.name, u.role, u.worker_id, k.name AS worker_name, coalesce(u.language, k.language, 'zh') AS language,
                   u.area_id, a.name AS area_name, u.password_given, u.password_hash %s
              FROM app_user u LEFT JOIN worker k ON k.id = u.worker_id LEFT JOIN area a ON a.id = u.area_id
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
                jdbi.withHandle(handle -> handle.createQuery(select() + " WHERE u.name = :name AND NOT u.disabled")
                        .bind("name", name)
                        .map((row, context) -> new Known(read(row), row.getString("password_hash")))
                        .findOne());
        if (known.isEmpty()) {
            passwords.matchNobody(password);
        }
        return known.filter(found -> passwords.matches(password, found.hash())).map(Known::user);
    }

    /** The user with this name whom somebody else vouches for, unless they are disabled. */
    public Optional<User> vouchedFor(String name) {
        return jdbi.withHandle(handle -> handle.createQuery(select() + " WHERE u.name = :name AND NOT u.disabled")
                .bind("name", name)
                .map((row, context) -> read(row))
                .findOne());
    }

    /** The same as {@link #put(String, String, Role, String, Scope)} for somebody who looks after the whole city. */
    public void put(String name, String password, Role role, @Nullable String workerCode) {
        put(name, password, role, workerCode, Scope.CITY);
    }

    /**
     * Adds a user, or gives one that exists this role, password and part of the city.
     *
     * @param workerCode the code of the worker this user is; a {@link Role#WORKER} has one
     * @throws UnknownWorker if there is no worker with this code
     * @throws WorkerTaken if another user is this worker already
     */
    public void put(String name, String password, Role role, @Nullable String workerCode, Scope scope) {
        String hash = passwords.hash(password);
        jdbi.useTransaction(handle -> {
            Long worker = workerCode == null ? null : workerFor(handle, name, workerCode);
            handle.createUpdate("""
                            INSERT INTO app_user (name, password_hash, role, worker_id, area_id)
                            VALUES (:name, :hash, :role, :worker, :area)
                            ON CONFLICT (name) DO UPDATE
                              SET password_hash = EXCLUDED.password_hash, role = EXCLUDED.role, area_id = EXCLUDED.area_id,
                                  worker_id = EXCLUDED.worker_id, disabled = false, password_given = false
                            """)
                    .bind("name", name)
                    .bind("hash", hash)
                    .bind("role", role.code())
                    .bind("worker", worker)
                    .bind("area", scope.areaId())
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
                row.getString("language"),
                new Scope(row.getObject("area_id", Long.class)),
                row.getString("area_name"),
                row.getBoolean("password_given"));
    }

    /** The columns that {@link #read} needs. */
    static String select() {
        return SELECT.formatted("");
    }

    /** The same with one more. */
    static String selectWith(String column) {
        return SELECT.formatted(", " + column);
    }

    private static void endSessions(Handle handle, String name) {
        handle.createUpdate("DELETE FROM app_session WHERE user_id = (SELECT id FROM app_user WHERE name = :name)")
                .bind("name", name)
                .execute();
    }

    static long workerFor(Handle handle, String name, String code) {
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
