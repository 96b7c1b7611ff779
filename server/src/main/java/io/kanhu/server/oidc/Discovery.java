package io.kanhu.server.oidc;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * What the other server says of itself: where browsers go, where codes are redeemed, with which keys it signs.
 *
 * @param keys fetched when they are needed, and again when an unknown one is named
 */
record Discovery(URI authorization, URI token, JWKSource<SecurityContext> keys) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_BYTES = 512 * 1024;

    /** Asks. Blocks for some seconds at worst. */
    static Discovery of(HttpClient client, String issuer) throws OidcRefused {
        URI address = URI.create(issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration");
        try {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(address).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new OidcRefused(address + " answers " + response.statusCode());
            }
            JsonObject json = new JsonObject(response.body());
            if (!issuer.equals(json.getString("issuer"))) {
                throw new OidcRefused("it calls itself " + json.getString("issuer") + ", not " + issuer);
            }
            return new Discovery(
                    endpoint(issuer, json, "authorization_endpoint"),
                    endpoint(issuer, json, "token_endpoint"),
                    keys(endpoint(issuer, json, "jwks_uri")));
        } catch (IOException | DecodeException e) {
            throw new OidcRefused("cannot read " + address, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OidcRefused("stopped while reading " + address, e);
        }
    }

    private static JWKSource<SecurityContext> keys(URI address) throws MalformedURLException {
        int millis = (int) PATIENCE.toMillis();
        return JWKSourceBuilder.create(address.toURL(), new DefaultResourceRetriever(millis, millis, MOST_BYTES))
                .build();
    }

    /** Who is reached by https says nothing that is reached without. */
    private static URI endpoint(String issuer, JsonObject json, String name) throws OidcRefused {
        String text = json.getString(name);
        if (text == null || (issuer.startsWith("https:") && !text.startsWith("https:"))) {
            throw new OidcRefused("its " + name + " is " + text);
        }
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new OidcRefused("its " + name + " cannot be read", e);
        }
    }
}
