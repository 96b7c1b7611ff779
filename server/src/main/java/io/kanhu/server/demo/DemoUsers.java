package io.kanhu.server.demo;

import io.kanhu.server.demo.DemoFile.DemoUser;
import io.kanhu.server.session.Role;
import io.kanhu.server.session.Users;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** A user for every worker of the demo town, and one for each other role. Passwords are random and kept from start to start. */
final class DemoUsers {
    private static final int PASSWORD_LENGTH = 12;
    /** Without the letters that are read for one another. */
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

    private final Jdbi jdbi;
    private final Users users;
    private final SecureRandom random = new SecureRandom();

    DemoUsers(Jdbi jdbi, Users users) {
        this.jdbi = jdbi;
        this.users = users;
    }

    /** Somebody who is to have a user, and the worker that they are. */
    private record Wanted(
            DemoUser user, Role role, @Nullable String worker) {}

    /** Makes the users that are missing, or whose password nobody knows any more. */
    List<DemoUser> enrol(List<DemoUser> known) {
        Map<String, DemoUser> byName = known.stream().collect(Collectors.toMap(DemoUser::name, Function.identity()));
        List<Wanted> all = new ArrayList<>();
        List<String> codes = jdbi.withHandle(
                handle -> handle.createQuery("SELECT code FROM worker WHERE code LIKE 'demo-worker-%' ORDER BY id")
                        .mapTo(String.class)
                        .list());
        for (String code : codes) {
            all.add(wanted(byName, code.replace("demo-", "").replace("-", ""), Role.WORKER, code));
        }
        all.add(wanted(byName, Role.SUPERVISOR.code(), Role.SUPERVISOR, "demo-supervisor"));
        all.add(wanted(byName, "desk", Role.SUPERVISOR, "demo-desk"));
        for (Role role : List.of(Role.CARE, Role.OPERATOR, Role.ADMINISTRATOR)) {
            all.add(wanted(byName, role.code(), role, null));
        }
        all.parallelStream()
                .filter(one -> !byName.containsKey(one.user().name())
                        || !isEnrolled(one.user().name(), one.worker()))
                .forEach(one -> users.put(one.user().name(), one.user().password(), one.role(), one.worker()));
        return all.stream().map(Wanted::user).toList();
    }

    private Wanted wanted(Map<String, DemoUser> known, String name, Role role, @Nullable String worker) {
        DemoUser before = known.get(name);
        return new Wanted(before != null ? before : new DemoUser(name, password(), role.code()), role, worker);
    }

    private boolean isEnrolled(String name, @Nullable String code) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT EXISTS (SELECT FROM app_user u LEFT JOIN worker w ON w.id = u.worker_id
                                        WHERE u.name = :name AND w.code IS NOT DISTINCT FROM :code)
                        """)
                .bind("name", name)
                .bind("code", code)
                .mapTo(boolean.class)
                .one());
    }

    private String password() {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < PASSWORD_LENGTH; i++) {
            password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return password.toString();
    }
}
