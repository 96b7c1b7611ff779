package io.kanhu.server.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import io.kanhu.registry.Scope;
import io.kanhu.registry.Scopes;
import io.kanhu.server.session.Logins;
import io.kanhu.server.session.Logins.Outcome;
import io.kanhu.server.session.Origin;
import io.kanhu.server.session.Passwords;
import io.kanhu.server.session.Role;
import io.kanhu.server.session.User;
import io.kanhu.server.session.Users;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log-ins by way of another server. What was begun is kept in the database, so that the browser may come back to any server; it
 * comes back once, within ten minutes, and is the same browser. Blocks.
 */
public final class OidcLogin {
    private static final Logger LOG = LoggerFactory.getLogger(OidcLogin.class);
    private static final int LONGEST_NAME = 64;

    private final Jdbi jdbi;
    private final OidcOptions options;
    private final OidcProvider provider;
    private final Begun begun;
    private final Users users;
    private final Logins logins;

    public OidcLogin(Jdbi jdbi, Clock clock, OidcOptions options, Users users, Logins logins) {
        this.jdbi = jdbi;
        this.options = options;
        this.provider = new OidcProvider(options, clock);
        this.begun = new Begun(jdbi, clock);
        this.users = users;
        this.logins = logins;
    }

    /** What the button is called. */
    public String label() {
        return options.label();
    }

    /**
     * The way to the other server.
     *
     * @param browser what the browser has to bring back, in a cookie
     */
    public record Way(URI location, String browser) {}

    /** How it ended. */
    public sealed interface Ending {
        /** In, and where to go from there. */
        record In(Outcome.Welcome welcome, String next) implements Ending {}

        /** The other server knows them, but they have no user here. */
        record Unknown(String next) implements Ending {}

        /** It did not work; the log says why. */
        record Failed() implements Ending {}
    }

    /**
     * Begins.
     *
     * @param next the page to go to afterwards, one of ours
     * @return nothing if the other server cannot be asked, or too many have begun and not ended
     */
    public Optional<Way> begin(String next) {
        Begun.Login login = begun.add(next);
        if (login == null) {
            LOG.warn("more log-ins by OIDC have begun than can be kept; somebody floods /api/oidc/login");
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Way(provider.authorization(login.state(), login.nonce(), login.challenge()), login.browser()));
        } catch (OidcRefused e) {
            LOG.warn("nobody can log in by OIDC issuer={} why=\"{}\"", options.issuer(), e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * The browser is back.
     *
     * @param issuer as the other server calls itself in the address, if it does (RFC 9207)
     * @param browser what the browser brings
     */
    public Ending finish(String code, String state, @Nullable String issuer, String browser, Origin origin) {
        Begun.Kept kept = begun.take(state, browser).orElse(null);
        if (kept == null || (issuer != null && !issuer.equals(options.issuer()))) {
            LOG.info("a log-in by OIDC that nobody began, or that ended, is refused");
            return new Ending.Failed();
        }
        try {
            String name = nameIn(provider.redeem(code, kept.verifier(), kept.nonce()));
            return userOf(name)
                    .<Ending>map(user -> new Ending.In(logins.welcome(user, origin), kept.next()))
                    .orElseGet(() -> new Ending.Unknown(kept.next()));
        } catch (OidcRefused e) {
            LOG.warn("a log-in by OIDC is refused issuer={} why=\"{}\"", options.issuer(), e.getMessage());
            return new Ending.Failed();
        }
    }

    /** Removes what never came back. */
    public void forgetOld() {
        begun.forgetOld();
    }

    private String nameIn(JWTClaimsSet claims) throws OidcRefused {
        try {
            String name = claims.getStringClaim(options.claim());
            if (name == null || name.isBlank() || name.length() > LONGEST_NAME) {
                throw new OidcRefused("the claim " + options.claim() + " holds no name; set kanhu.oidc.claim");
            }
            return name;
        } catch (ParseException e) {
            throw new OidcRefused("the claim " + options.claim() + " is no text", e);
        }
    }

    /** The user of that name. Who has one that is disabled gets no other. */
    private Optional<User> userOf(String name) {
        Role role = options.createRole().orElse(null);
        if (role != null && !users.exists(name)) {
            Scope scope = options.createArea().map(this::areaOf).orElse(Scope.CITY);
            users.put(name, Passwords.random(), role, null, scope);
            LOG.info("a user was made who came by OIDC role={}", role.code());
        }
        return users.vouchedFor(name);
    }

    private Scope areaOf(String code) {
        return new Scopes(jdbi)
                .ofArea(code)
                .orElseThrow(() -> new IllegalStateException("kanhu.oidc.create-area: there is no area " + code));
    }
}
