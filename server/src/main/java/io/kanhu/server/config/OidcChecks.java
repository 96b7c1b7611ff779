package io.kanhu.server.config;

import java.util.List;
import java.util.Optional;

/** Whether the settings of the other server for log-ins make sense together. */
final class OidcChecks {
    private static final List<String> ROLES = List.of("care", "supervisor", "operator");

    private OidcChecks() {}

    static void check(Settings.Oidc oidc) {
        if (oidc.issuer().isEmpty()) {
            return;
        }
        SettingsReader.webAddress("kanhu.oidc.issuer", oidc.issuer().get());
        required("kanhu.oidc.client-id", oidc.clientId());
        required("kanhu.oidc.public-url", oidc.publicUrl());
        oidc.publicUrl().ifPresent(url -> {
            SettingsReader.webAddress("kanhu.oidc.public-url", url);
            if (url.endsWith("/")) {
                throw new BadSetting("kanhu.oidc.public-url is the address without a path and without a / at its end");
            }
        });
        if (oidc.clientSecretFile().isPresent() || oidc.clientSecret().isPresent()) {
            Secret.of("kanhu.oidc.client-secret", oidc.clientSecretFile(), oidc.clientSecret());
        }
        oidc.createRole().filter(role -> !ROLES.contains(role)).ifPresent(role -> {
            throw new BadSetting("kanhu.oidc.create-role must be care, supervisor or operator, not " + role
                    + ": workers are registered first, and administrators are made by hand");
        });
    }

    private static void required(String key, Optional<String> value) {
        if (value.filter(text -> !text.isBlank()).isEmpty()) {
            throw new BadSetting(key + " is missing: kanhu.oidc.issuer needs it");
        }
    }
}
