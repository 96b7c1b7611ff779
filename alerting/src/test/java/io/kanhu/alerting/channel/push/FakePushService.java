package io.kanhu.alerting.channel.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kanhu.alerting.channel.fake.FakeServer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A push service as RFC 8030, 8188 and 8292 have it: takes only what is signed by the key that the browser subscribed for, for this
 * service, and not for longer than 24 hours; refuses what is too long; forgets browsers.
 */
final class FakePushService extends FakeServer {
    private static final Pattern VAPID = Pattern.compile("vapid t=([\\w.-]+), ?k=([\\w-]+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Clock clock;
    private final String serverKey;
    private final Map<String, Browser> browsers = new ConcurrentHashMap<>();
    private final Map<String, List<String>> shown = new ConcurrentHashMap<>();
    private final Set<String> topics = ConcurrentHashMap.newKeySet();

    FakePushService(Clock clock, String serverKey) {
        this.clock = clock;
        this.serverKey = serverKey;
    }

    /** A browser subscribes. Returns its endpoint. */
    String subscribe(String name, Browser browser) {
        browsers.put("/push/" + name, browser);
        return url("/push/" + name).toString();
    }

    /** The browser's owner has switched it off. */
    void forget(String name) {
        browsers.remove("/push/" + name);
    }

    /** What a browser has decrypted, in order of arrival. */
    List<String> shown(String name) {
        return shown.getOrDefault("/push/" + name, List.of());
    }

    /** The topics of all messages. */
    Set<String> topics() {
        return topics;
    }

    @Override
    protected Response answer(Request request) {
        String wrong = wrong(request);
        if (!wrong.isEmpty()) {
            complain(wrong);
            return Response.of(wrong.startsWith("vapid") ? 403 : 400);
        }
        if (request.body().length > 4096) {
            return Response.of(413);
        }
        Response wished = wished();
        if (wished != null) {
            return wished;
        }
        String path = request.uri().getPath();
        Browser browser = browsers.get(path);
        if (browser == null) {
            return Response.of(410);
        }
        try {
            shown.computeIfAbsent(path, name -> new CopyOnWriteArrayList<>()).add(browser.decrypt(request.body()));
            topics.add(request.header("Topic"));
        } catch (GeneralSecurityException e) {
            complain("cannot be decrypted: " + e);
        }
        return new Response(201, "", Map.of("Location", url("/message/1").toString()));
    }

    private String wrong(Request request) {
        if (!request.method().equals("POST")
                || !request.header("TTL").matches("\\d+")
                || !request.header("Content-Encoding").equals("aes128gcm")
                || !request.header("Urgency").matches("very-low|low|normal|high")
                || !request.header("Topic").matches("[A-Za-z0-9_-]{1,32}")) {
            return "headers " + request.headers();
        }
        try {
            return wrongToken(request.header("Authorization"));
        } catch (GeneralSecurityException | JsonProcessingException e) {
            return "vapid " + e;
        }
    }

    private String wrongToken(String header) throws GeneralSecurityException, JsonProcessingException {
        Matcher vapid = VAPID.matcher(header);
        if (!vapid.matches()) {
            return "vapid header";
        }
        String[] parts = vapid.group(1).split("\\.", -1);
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(Browser.publicKey(Base64.getUrlDecoder().decode(vapid.group(2))));
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        if (!signature.verify(Base64.getUrlDecoder().decode(parts[2]))) {
            return "vapid signature";
        }
        if (!vapid.group(2).equals(serverKey)) {
            return "vapid key of another server";
        }
        JsonNode head = JSON.readTree(new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8));
        JsonNode claims = JSON.readTree(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
        long left = claims.path("exp").asLong() - clock.instant().getEpochSecond();
        boolean right = head.path("alg").asText().equals("ES256")
                && claims.path("aud").asText().equals(url("").toString())
                && claims.path("sub").asText().matches("mailto:.+|https://.+")
                && left > 0
                && left <= 24 * 3600;
        return right ? "" : "vapid claims " + claims;
    }
}
