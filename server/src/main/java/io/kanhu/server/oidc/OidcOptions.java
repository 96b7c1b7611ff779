package io.kanhu.server.oidc;

import io.kanhu.server.config.Secret;
import io.kanhu.server.config.Settings;
import io.kanhu.server.session.Role;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The other server, and what we are to it.
 *
 * @param secret {@code null} for a public client
 * @param publicUrl where people reach Kanhu
 * @param claim the one that holds the user's name here
 * @param createRole of people who have no user yet, if they get one
 * @param createArea the code of the area they look after
 */
public record OidcOptions(
        String issuer,
        String clientId,
        @Nullable String secret,
        String publicUrl,
        String claim,
        String scope,
        String label,
        Optional<Role> createRole,
        Optional<String> createArea) {

    /** Nothing where no other server is set. */
    public static Optional<OidcOptions> of(Settings.Oidc settings) {
        boolean secret = settings.clientSecretFile().isPresent()
                || settings.clientSecret().isPresent();
        return settings.issuer()
                .map(issuer -> new OidcOptions(
                        issuer,
                        settings.clientId().orElseThrow(),
                        secret
                                ? Secret.of(
                                        "kanhu.oidc.client-secret",
                                        settings.clientSecretFile(),
                                        settings.clientSecret())
                                : null,
                        settings.publicUrl().orElseThrow(),
                        settings.claim(),
                        settings.scope(),
                        settings.label(),
                        settings.createRole().map(Role::of),
                        settings.createArea()));
    }

    /** Where browsers come back to; to be registered with the other server. */
    String redirectUri() {
        return publicUrl + "/api/oidc/callback";
    }

    @Override
    public String toString() {
        return "OidcOptions[issuer=" + issuer + ", clientId=" + clientId + "]";
    }
}
