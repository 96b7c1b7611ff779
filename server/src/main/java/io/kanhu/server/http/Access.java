package io.kanhu.server.http;

import io.kanhu.server.config.Networks;
import io.kanhu.server.oidc.OidcLogin;
import io.kanhu.server.session.Logins;
import io.kanhu.server.session.Passwords;
import io.kanhu.server.session.Sessions;
import java.util.Optional;

/**
 * How people come in, and what is asked of them there.
 *
 * @param oidc another server that vouches for people, if there is one
 * @param secure whether browsers come by https
 * @param proxies those that say where a request comes from
 * @param perSession requests in a second that a session may send, 0 for any number
 * @param perAddress the same of an address
 * @param askReason whether a look at a wearer who does not call needs a reason
 */
public record Access(
        Passwords passwords,
        Sessions sessions,
        Logins logins,
        Optional<OidcLogin> oidc,
        boolean secure,
        Networks proxies,
        int perSession,
        int perAddress,
        boolean askReason) {

    /** Removes what no longer counts. Blocks. */
    public void forgetOld() {
        logins.forgetOld();
        oidc.ifPresent(OidcLogin::forgetOld);
    }

    SessionCookie cookie() {
        return new SessionCookie(secure);
    }
}
