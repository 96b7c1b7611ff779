package io.kanhu.server;

import io.kanhu.server.config.Networks;
import io.kanhu.server.config.Settings;
import io.kanhu.server.http.Access;
import io.kanhu.server.oidc.OidcLogin;
import io.kanhu.server.oidc.OidcOptions;
import io.kanhu.server.session.Logins;
import io.kanhu.server.session.Passwords;
import io.kanhu.server.session.Sessions;
import io.kanhu.server.session.Users;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** How people come in, as it is set. */
final class Admission {
    private Admission() {}

    static Access of(Settings settings, Jdbi jdbi, Clock clock) {
        Settings.Session session = settings.session();
        Passwords passwords = new Passwords();
        Users users = new Users(jdbi, passwords);
        Sessions sessions =
                new Sessions(jdbi, clock, Duration.ofHours(session.hours()), Duration.ofMinutes(session.idleMinutes()));
        Logins logins = new Logins(jdbi, clock, users, sessions);
        return new Access(
                passwords,
                sessions,
                logins,
                OidcOptions.of(settings.oidc()).map(options -> new OidcLogin(jdbi, clock, options, users, logins)),
                session.secure(),
                Networks.of(
                        "kanhu.http.trusted-proxies",
                        settings.http().trustedProxies().orElse(List.of())),
                settings.limits().sessionPerSecond(),
                settings.limits().addressPerSecond(),
                settings.audit().askReason());
    }
}
