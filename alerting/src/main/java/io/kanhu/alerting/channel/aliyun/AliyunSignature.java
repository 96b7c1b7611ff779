package io.kanhu.alerting.channel.aliyun;

import io.kanhu.alerting.channel.http.Hashes;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Signs requests as version 3 of Alibaba Cloud's request syntax says ({@code ACS3-HMAC-SHA256}): parameters in the query, the action in a
 * header, an empty body. Thread-safe.
 */
public final class AliyunSignature {
    private static final String ALGORITHM = "ACS3-HMAC-SHA256";
    private static final String EMPTY = Hashes.sha256(new byte[0]);

    private final String keyId;
    private final byte[] secret;

    public AliyunSignature(String keyId, String secret) {
        this.keyId = keyId;
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A signed request.
     *
     * @param nonce never used before, or the provider takes it for a replay
     */
    HttpRequest.Builder request(
            URI endpoint, String action, String version, Map<String, String> parameters, Instant now, String nonce) {
        String query = query(parameters);
        SortedMap<String, String> headers = new TreeMap<>(Map.of(
                "host", endpoint.getRawAuthority(),
                "x-acs-action", action,
                "x-acs-content-sha256", EMPTY,
                "x-acs-date", now.truncatedTo(ChronoUnit.SECONDS).toString(),
                "x-acs-signature-nonce", nonce,
                "x-acs-version", version));
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create(endpoint.getScheme() + "://" + endpoint.getRawAuthority() + "/?" + query));
        // The client sends the host itself.
        headers.forEach((name, value) -> {
            if (!name.equals("host")) {
                request.header(name, value);
            }
        });
        return request.header("Authorization", authorization("POST", query, headers))
                .POST(BodyPublishers.noBody());
    }

    /** The value of the header {@code Authorization}, of a request to {@code /} with an empty body and these headers. */
    String authorization(String method, String query, SortedMap<String, String> headers) {
        String names = String.join(";", headers.keySet());
        String lines = headers.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                .collect(Collectors.joining());
        String canonical = String.join("\n", method, "/", query, lines, names, EMPTY);
        String text = ALGORITHM + "\n" + Hashes.sha256(canonical.getBytes(StandardCharsets.UTF_8));
        return "%s Credential=%s,SignedHeaders=%s,Signature=%s"
                .formatted(ALGORITHM, keyId, names, Hashes.hex(Hashes.hmacSha256(secret, text)));
    }

    /** Sorted by name, each part encoded as RFC 3986 says. */
    static String query(Map<String, String> parameters) {
        return new TreeMap<>(parameters)
                .entrySet().stream()
                        .map(one -> encode(one.getKey()) + "=" + encode(one.getValue()))
                        .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    @Override
    public String toString() {
        return "AliyunSignature";
    }
}
