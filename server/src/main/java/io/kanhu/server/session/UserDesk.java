package io.kanhu.server.session;

import io.kanhu.registry.Scope;
import io.kanhu.registry.Scopes;
import io.kanhu.server.session.UserRefused.Why;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Where administrators say who may log in as what. Each change is one transaction with its line in the log. An administrator of an
 * area deals with the users of that area only. Nobody changes their own role, and a city-wide administrator is left always. Blocks.
 */
public final class UserDesk {
    /** The shortest password that people may choose. */
    public static final int SHORTEST_PASSWORD = 10;

    private static final String SELECT = """
            SELECT u.id, u.name, u.role, k.code AS worker, k.name AS worker_name, a.code AS area, a.name AS area_name, u.language,
                   u.disabled, u.password_given, u.created_at,
                   (SELECT max(s.last_seen_at) FROM app_session s WHERE s.user_id = u.id) AS last_seen_at
              FROM app_user u LEFT JOIN staff k ON k.id = u.worker_id LEFT JOIN area a ON a.id = u.area_id
             WHERE (u.worker_id IS NULL OR k.id IS NOT NULL)
               AND (:area::bigint IS NULL OR u.area_id IN (SELECT areas_in(:area))
                    OR u.area_id IS NULL AND u.role = 'worker' AND k.area_id IN (SELECT areas_in(:area)))
            """;

    private final Jdbi jdbi;
    private final Passwords passwords;
    private final Scopes scopes;
    private final Ledger ledger;

    public UserDesk(Jdbi jdbi, Passwords passwords, Scopes scopes, Ledger ledger) {
        this.jdbi = jdbi;
        this.passwords = passwords;
        this.scopes = scopes;
        this.ledger = ledger;
    }

    /** Writes down who did what to whom, in the transaction of the deed. */
    @FunctionalInterface
    public interface Ledger {
        void note(Handle handle, User by, String what, long subject, String detail);
    }

    /** A user, and the password that nobody is shown again. */
    public record Admitted(UserEntry user, String password) {}

    /** Those that an administrator of this part of the city deals with, by name. */
    public List<UserEntry> list(Scope scope) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + " ORDER BY u.name")
                .bind("area", scope.areaId())
                .map((row, context) -> read(row))
                .list());
    }

    /** One of them. */
    public Optional<UserEntry> find(Scope scope, long id) {
        return jdbi.withHandle(handle -> find(handle, scope, id));
    }

    /**
     * Lets somebody in.
     *
     * @throws UserRefused if the name is taken or the draft makes no sense
     * @throws UnknownWorker if there is no such worker
     * @throws WorkerTaken if another user is this worker already
     */
    public Admitted admit(User by, String name, UserDraft draft) {
        Long area = areaOf(by, draft);
        String password = Passwords.random();
        String hash = passwords.hash(password);
        return jdbi.inTransaction(handle -> {
            alone(handle);
            Long worker = draft.worker() == null ? null : Users.workerFor(handle, name, draft.worker());
            requireWorkers(by, worker);
            long id = handle.createQuery("""
                            INSERT INTO app_user (name, password_hash, role, worker_id, area_id, language, disabled, password_given)
                            VALUES (:name, :hash, :role, :worker, :area, :language, :disabled, true)
                            ON CONFLICT (name) DO NOTHING RETURNING id
                            """)
                    .bind("name", name)
                    .bind("hash", hash)
                    .bind("role", draft.role().code())
                    .bind("worker", worker)
                    .bind("area", area)
                    .bind("language", draft.language())
                    .bind("disabled", draft.disabled())
                    .mapTo(Long.class)
                    .findOne()
                    .orElseThrow(() -> new UserRefused(
                            Why.CONFLICT,
                            "there is a user " + name + " already; change that one, or take another name"));
            ledger.note(handle, by, "user_admitted", id, told(draft));
            return new Admitted(find(handle, Scope.CITY, id).orElseThrow(), password);
        });
    }

    /**
     * Changes who somebody is. Who may do less, or elsewhere, or nothing, is logged out.
     *
     * @throws UserRefused if it is oneself, or would leave the city without an administrator, or makes no sense
     */
    public UserEntry change(User by, long id, UserDraft draft) {
        // First of all: nobody learns of a user who is none of theirs by what they are told about the draft.
        if (find(by.scope(), id).isEmpty()) {
            throw unknown(id);
        }
        Long area = areaOf(by, draft);
        return jdbi.inTransaction(handle -> {
            alone(handle);
            UserEntry before = find(handle, by.scope(), id).orElseThrow(() -> unknown(id));
            boolean sameRights = before.draft()
                    .equals(new UserDraft(
                            draft.role(), draft.worker(), draft.area(), before.language(), draft.disabled()));
            if (id == by.id() && !sameRights) {
                throw new UserRefused(
                        Why.CONFLICT, "nobody changes their own role, area or access; ask another administrator");
            }
            Long worker = draft.worker() == null ? null : Users.workerFor(handle, before.name(), draft.worker());
            if (!Objects.equals(draft.worker(), before.worker())) {
                requireWorkers(by, worker);
            }
            update(handle, id, draft, worker, area);
            requireAdministrator(handle);
            if (!sameRights) {
                endSessions(handle, id);
            }
            ledger.note(handle, by, "user_changed", id, told(before.draft()) + " → " + told(draft));
            return find(handle, Scope.CITY, id).orElseThrow();
        });
    }

    /** Gives somebody a new password, which is shown once; they are logged out and asked to choose their own. */
    public Admitted newPassword(User by, long id) {
        String password = Passwords.random();
        String hash = passwords.hash(password);
        return jdbi.inTransaction(handle -> {
            UserEntry user = find(handle, by.scope(), id).orElseThrow(() -> unknown(id));
            if (id == by.id()) {
                throw new UserRefused(
                        Why.CONFLICT, "change your own password with PUT /api/me/password, which asks for the old one");
            }
            setPassword(handle, id, hash, true);
            endSessions(handle, id);
            ledger.note(handle, by, "user_password", id, user.name());
            return new Admitted(find(handle, Scope.CITY, id).orElseThrow(), password);
        });
    }

    /** Somebody's own password from now on. The caller has seen that they know the old one, and ends their other sessions. */
    void choosePassword(User user, String password) {
        if (password.length() < SHORTEST_PASSWORD || password.equalsIgnoreCase(user.name())) {
            throw new UserRefused(
                    Why.WRONG,
                    "a password has at least " + SHORTEST_PASSWORD + " characters and is not the user's name");
        }
        String hash = passwords.hash(password);
        jdbi.useTransaction(handle -> {
            setPassword(handle, user.id(), hash, false);
            ledger.note(handle, user, "own_password", user.id(), user.name());
        });
    }

    /** What follows is done by one administrator after the other: two cannot take the last right from each other. */
    private static void alone(Handle handle) {
        handle.execute("LOCK TABLE app_user IN SHARE ROW EXCLUSIVE MODE");
    }

    private static Optional<UserEntry> find(Handle handle, Scope scope, long id) {
        return handle.createQuery(SELECT + " AND u.id = :id")
                .bind("area", scope.areaId())
                .bind("id", id)
                .map((row, context) -> read(row))
                .findOne();
    }

    private static void update(Handle handle, long id, UserDraft draft, @Nullable Long worker, @Nullable Long area) {
        handle.createUpdate("""
                        UPDATE app_user SET role = :role, worker_id = :worker, area_id = :area, language = :language,
                                            disabled = :disabled
                         WHERE id = :id
                        """)
                .bind("role", draft.role().code())
                .bind("worker", worker)
                .bind("area", area)
                .bind("language", draft.language())
                .bind("disabled", draft.disabled())
                .bind("id", id)
                .execute();
    }

    private static void setPassword(Handle handle, long id, String hash, boolean given) {
        handle.createUpdate("UPDATE app_user SET password_hash = :hash, password_given = :given WHERE id = :id")
                .bind("hash", hash)
                .bind("given", given)
                .bind("id", id)
                .execute();
    }

    private static void endSessions(Handle handle, long id) {
        handle.createUpdate("DELETE FROM app_session WHERE user_id = :id")
                .bind("id", id)
                .execute();
    }

    private static void requireAdministrator(Handle handle) {
        boolean left = handle.createQuery("""
                        SELECT EXISTS (SELECT FROM app_user WHERE role = 'administrator' AND area_id IS NULL AND NOT disabled)
                        """).mapTo(boolean.class).one();
        if (!left) {
            throw new UserRefused(
                    Why.CONFLICT, "this is the last administrator of the whole city; make another one first");
        }
    }

    private @Nullable Long areaOf(User by, UserDraft draft) {
        if (draft.role() == Role.WORKER) {
            if (draft.worker() == null) {
                throw new UserRefused(Why.WRONG, "a user with the role worker needs `worker`, a code of workers.csv");
            }
            if (draft.area() != null) {
                throw new UserRefused(Why.WRONG, "a worker sees the grids they have shifts in; leave `area` out");
            }
            return null;
        }
        String code = draft.area();
        if (code == null && !by.scope().isCity()) {
            throw new UserRefused(
                    Why.FORBIDDEN, "users for the whole city are the business of its administrators; say which `area`");
        }
        if (code == null) {
            return null;
        }
        Scope area = scopes.ofArea(code)
                .orElseThrow(() -> new UserRefused(Why.WRONG, "there is no area with the code " + code));
        if (!scopes.hasArea(by.scope(), code)) {
            throw new UserRefused(Why.FORBIDDEN, "the area " + code + " does not lie in yours");
        }
        return area.areaId();
    }

    private void requireWorkers(User by, @Nullable Long worker) {
        if (worker != null && !scopes.hasWorker(by.scope(), worker)) {
            throw new UserRefused(Why.FORBIDDEN, "this worker does not belong to your area");
        }
    }

    private static UserRefused unknown(long id) {
        return new UserRefused(Why.UNKNOWN, "there is no user " + id + " whom you look after");
    }

    private static String told(UserDraft draft) {
        return draft.role().code()
                + (draft.worker() == null ? "" : " " + draft.worker())
                + (draft.area() == null ? "" : " @" + draft.area())
                + (draft.disabled() ? " (disabled)" : "");
    }

    private static UserEntry read(ResultSet row) throws SQLException {
        OffsetDateTime seen = row.getObject("last_seen_at", OffsetDateTime.class);
        return new UserEntry(
                row.getLong("id"),
                row.getString("name"),
                Role.of(row.getString("role")),
                row.getString("worker"),
                row.getString("worker_name"),
                row.getString("area"),
                row.getString("area_name"),
                row.getString("language"),
                row.getBoolean("disabled"),
                row.getBoolean("password_given"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                seen == null ? null : seen.toInstant());
    }
}
