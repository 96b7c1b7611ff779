package io.kanhu.server.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The other server, spoken to as OpenID Connect Core says: authorization code with PKCE, ID token checked in full. Blocks. */
final class OidcProvider {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration KNOWN_FOR = Duration.ofHours(1);
    /** Signed with a key of the server's; what anybody can sign, or nobody, is none of them. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final OidcOptions options;
    private final Clock clock;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private volatile @Nullable Known known;

    OidcProvider(OidcOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
    }

    private record Known(Discovery discovery, Instant until) {}

    /** Where the browser is sent to. */
    URI authorization(String state, String nonce, String challenge) throws OidcRefused {
        URI endpoint = discovery().authorization();
        String query = form(Map.of(
                "response_type",
                "code",
                "client_id",
                options.clientId(),
                "redirect_uri",
                options.redirectUri(),
                "scope",
                ("openid " + options.scope()).strip(),
                "state",
                state,
                "nonce",
                nonce,
                "code_challenge",
                challenge,
                "code_challenge_method",
                "S256"));
        return URI.create(endpoint + (endpoint.getQuery() == null ? "?" : "&") + query);
    }

    /** What the other server says of whoever brought this code. */
    JWTClaimsSet redeem(String code, String verifier, String nonce) throws OidcRefused {
        String idToken = tokenResponse(code, verifier).getString("id_token");
        if (idToken == null) {
            throw new OidcRefused("the answer for the code has no id_token");
        }
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(ALGORITHMS, discovery().keys()));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                options.clientId(),
                new JWTClaimsSet.Builder()
                        .issuer(options.issuer())
                        .claim("nonce", nonce)
                        .build(),
                Set.of("sub", "iat", "exp")));
        try {
            JWTClaimsSet claims = processor.process(idToken, null);
            List<String> audience = claims.getAudience();
            if (audience.size() > 1 && !options.clientId().equals(claims.getStringClaim("azp"))) {
                throw new OidcRefused("the id_token was made for another client");
            }
            return claims;
        } catch (ParseException | BadJOSEException | JOSEException e) {
            throw new OidcRefused("the id_token does not hold", e);
        }
    }

    private JsonObject tokenResponse(String code, String verifier) throws OidcRefused {
        URI endpoint = discovery().token();
        String secret = options.secret();
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(form(Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "redirect_uri",
                        options.redirectUri(),
                        "client_id",
                        options.clientId(),
                        "code_verifier",
                        verifier))));
        if (secret != null) {
            String pair = encoded(options.clientId()) + ":" + encoded(secret);
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new OidcRefused(endpoint + " answers " + response.statusCode() + " for the code");
            }
            return new JsonObject(response.body());
        } catch (IOException | DecodeException e) {
            throw new OidcRefused("cannot redeem the code at " + endpoint, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OidcRefused("stopped while redeeming a code", e);
        }
    }

    private Discovery discovery() throws OidcRefused {
        Known now = known;
        if (now == null || now.until().isBefore(clock.instant())) {
            now = new Known(
                    Discovery.of(client, options.issuer()), clock.instant().plus(KNOWN_FOR));
            known = now;
        }
        return now.discovery();
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
