package io.kanhu.server.command;

import io.kanhu.registry.Scope;
import io.kanhu.registry.Scopes;
import io.kanhu.server.StartRefused;
import io.kanhu.server.Store;
import io.kanhu.server.session.Passwords;
import io.kanhu.server.session.Role;
import io.kanhu.server.session.Users;
import java.util.Locale;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kanhu users …}. */
@Command(name = "users", description = "Lets people in, or keeps them out.", mixinStandardHelpOptions = true)
final class People {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Command(
            name = "put",
            description = "Adds a user, or gives one a new role and password; prints the password.",
            mixinStandardHelpOptions = true)
    int put(
            @Mixin DataOptions options,
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--role",
                            required = true,
                            description = "worker, supervisor, care, operator or administrator")
                    String role,
            @Option(names = "--worker", paramLabel = "CODE", description = "code of the worker this user is") @Nullable
                    String worker,
            @Option(
                            names = "--area",
                            paramLabel = "CODE",
                            description =
                                    "code of the area this user looks after, with all that lies in it (default: the whole city)")
                    @Nullable
                    String area) {
        Role known = roleOf(role);
        if (known == Role.WORKER && worker == null) {
            throw new StartRefused("a user with the role worker needs --worker CODE, as in workers.csv");
        }
        if (known == Role.WORKER && area != null) {
            throw new StartRefused("a worker sees the grids they have shifts in; leave --area out");
        }
        String password = Passwords.random();
        try (Store.Work work = options.open()) {
            Jdbi jdbi = work.database().jdbi();
            new Users(jdbi, new Passwords()).put(name, password, known, worker, scopeOf(jdbi, area));
        }
        spec.commandLine().getOut().println(name + " logs in with the password " + password);
        return 0;
    }

    @Command(
            name = "disable",
            description = "Logs a user out and lets them in no more.",
            mixinStandardHelpOptions = true)
    int disable(@Mixin DataOptions options, @Parameters(paramLabel = "NAME") String name) {
        try (Store.Work work = options.open()) {
            if (!new Users(work.database().jdbi(), new Passwords()).disable(name)) {
                throw new StartRefused("there is no user " + name);
            }
        }
        return 0;
    }

    private static Role roleOf(String role) {
        try {
            return Role.of(role);
        } catch (IllegalArgumentException e) {
            throw new StartRefused("there is no role " + role.toLowerCase(Locale.ROOT)
                    + "; there are worker, supervisor, care, operator and administrator");
        }
    }

    private static Scope scopeOf(Jdbi jdbi, @Nullable String area) {
        return area == null
                ? Scope.CITY
                : new Scopes(jdbi)
                        .ofArea(area)
                        .orElseThrow(() -> new StartRefused(
                                "there is no area with the code " + area + "; import areas.csv first"));
    }
}
