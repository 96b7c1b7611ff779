package io.kanhu.server.command;

import io.kanhu.server.StartRefused;
import io.kanhu.server.Store;
import io.kanhu.server.session.Passwords;
import io.kanhu.server.session.Role;
import io.kanhu.server.session.Users;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
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
    private static final int PASSWORD_BYTES = 12;

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
                    String worker) {
        Role known = roleOf(role);
        if (known == Role.WORKER && worker == null) {
            throw new StartRefused("a user with the role worker needs --worker CODE, as in workers.csv");
        }
        String password = password();
        try (Store.Work work = options.open()) {
            new Users(work.database().jdbi(), new Passwords()).put(name, password, known, worker);
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

    private static String password() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
