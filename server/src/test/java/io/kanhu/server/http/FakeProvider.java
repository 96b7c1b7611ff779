package io.kanhu.server.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Another server that says who somebody is, as OpenID Connect has it: it insists on all that it may, and lies if told to. */
final class FakeProvider implements AutoCloseable {
    static final String CLIENT = "kanhu";
    static final String SECRET = "a secret & a half";

    private final HttpServer server;
    private final RSAKey key;
    private final RSAKey otherKey;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private volatile String name = "nobody";
    private volatile Lie lie = Lie.NONE;

    /** What is wrong with the next ID token. */
    enum Lie {
        NONE,
        OTHER_NONCE,
        OTHER_SIGNATURE,
        EXPIRED,
        OTHER_AUDIENCE,
        OTHER_ISSUER,
        NO_SIGNATURE,
        SIGNED_WITH_THE_PUBLIC_KEY
    }

    FakeProvider() throws IOException, JOSEException {
        key = new RSAKeyGenerator(2048).keyID("one").generate();
        otherKey = new RSAKeyGenerator(2048).keyID("one").generate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/.well-known/openid-configuration",
                exchange -> answer(
                        exchange,
                        200,
                        new JsonObject()
                                .put("issuer", issuer())
                                .put("authorization_endpoint", issuer() + "/authorize")
                                .put("token_endpoint", issuer() + "/token")
                                .put("jwks_uri", issuer() + "/keys")
                                .encode()));
        server.createContext("/keys", exchange -> answer(exchange, 200, new JWKSet(key.toPublicJWK()).toString()));
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.start();
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Who is logged in there from now on, and how it lies about them. */
    void says(String who, Lie how) {
        name = who;
        lie = how;
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> query = form(exchange.getRequestURI().getRawQuery());
        boolean right = CLIENT.equals(query.get("client_id"))
                && "code".equals(query.get("response_type"))
                && "S256".equals(query.get("code_challenge_method"))
                && query.getOrDefault("code_challenge", "").length() == 43
                && query.getOrDefault("nonce", "").length() >= 20
                && query.getOrDefault("state", "").length() >= 20
                && query.getOrDefault("scope", "").startsWith("openid")
                && query.getOrDefault("redirect_uri", "").endsWith("/api/oidc/callback");
        if (!right) {
            answer(exchange, 400, query.toString());
            return;
        }
        String code = UUID.randomUUID().toString();
        codes.put(code, query);
        exchange.getResponseHeaders()
                .set(
                        "Location",
                        query.get("redirect_uri") + "?code=" + code + "&state=" + query.get("state") + "&iss="
                                + URLEncoder.encode(issuer(), StandardCharsets.UTF_8));
        answer(exchange, 302, "");
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> body = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Map<String, String> begun = codes.remove(body.getOrDefault("code", ""));
        String basic = Base64.getEncoder()
                .encodeToString((CLIENT + ":" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8));
        boolean right = begun != null
                && ("Basic " + basic).equals(exchange.getRequestHeaders().getFirst("Authorization"))
                && Objects.equals(begun.get("redirect_uri"), body.get("redirect_uri"))
                && Objects.equals(begun.get("code_challenge"), challenge(body.getOrDefault("code_verifier", "")));
        if (begun == null || !right) {
            answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        try {
            answer(
                    exchange,
                    200,
                    new JsonObject()
                            .put("token_type", "Bearer")
                            .put("access_token", "unused")
                            .put("id_token", idToken(begun.getOrDefault("nonce", "")))
                            .encode());
        } catch (JOSEException e) {
            throw new IOException(e);
        }
    }

    private String idToken(String nonce) throws JOSEException {
        Instant now = Instant.now();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(lie == Lie.OTHER_ISSUER ? "https://elsewhere.example" : issuer())
                .subject("s-" + name)
                .audience(lie == Lie.OTHER_AUDIENCE ? "another" : CLIENT)
                .issueTime(Date.from(now.minusSeconds(lie == Lie.EXPIRED ? 7200 : 0)))
                .expirationTime(Date.from(now.plusSeconds(lie == Lie.EXPIRED ? -3600 : 300)))
                .claim("nonce", lie == Lie.OTHER_NONCE ? "another" : nonce)
                .claim("preferred_username", name)
                .build();
        if (lie == Lie.NO_SIGNATURE) {
            return new PlainJWT(claims).serialize();
        }
        if (lie == Lie.SIGNED_WITH_THE_PUBLIC_KEY) {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), claims);
            token.sign(new MACSigner(key.toPublicJWK().toJSONString()));
            return token.serialize();
        }
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), claims);
        token.sign(new RSASSASigner(lie == Lie.OTHER_SIGNATURE ? otherKey : key));
        return token.serialize();
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> form(@Nullable String text) {
        Map<String, String> fields = new HashMap<>();
        for (String field : text == null ? new String[0] : text.split("&", -1)) {
            String[] both = field.split("=", 2);
            fields.put(both[0], both.length < 2 ? "" : URLDecoder.decode(both[1], StandardCharsets.UTF_8));
        }
        return fields;
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
