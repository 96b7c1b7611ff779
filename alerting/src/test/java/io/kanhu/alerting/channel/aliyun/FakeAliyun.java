package io.kanhu.alerting.channel.aliyun;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kanhu.alerting.channel.fake.FakeServer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Alibaba Cloud as it is published: checks the signature, the time (15 minutes), that a nonce comes once, and the parameters; lets a number
 * have one text message a minute; answers with the real codes.
 */
final class FakeAliyun extends FakeServer {
    static final String KEY_ID = "LTAI-test";
    static final String SECRET = "aliyun-secret";
    private static final Pattern AUTHORIZATION =
            Pattern.compile("ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Clock clock;
    private final Set<String> nonces = ConcurrentHashMap.newKeySet();
    private final Map<String, Instant> numbers = new ConcurrentHashMap<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final Map<String, String> details = new ConcurrentHashMap<>();

    FakeAliyun(Clock clock) {
        this.clock = clock;
    }

    /** What {@code QuerySendDetails} says of a message from now on: 1 waits, 2 failed, 3 arrived. */
    void becomes(String outId, int status, String code) {
        details.put(outId, "{\"OutId\":\"%s\",\"SendStatus\":%d,\"ErrCode\":\"%s\"}".formatted(outId, status, code));
    }

    @Override
    protected Response answer(Request request) {
        Map<String, String> parameters = parameters(request);
        try {
            String wrong = wrong(request);
            if (!wrong.isEmpty()) {
                complain(wrong);
                return error(400, wrong);
            }
            Response wished = wished();
            return wished == null ? act(request.header("x-acs-action"), parameters) : wished;
        } catch (GeneralSecurityException | JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static Response error(int status, String code) {
        return Response.json(status, "{\"Code\":\"" + code + "\",\"Message\":\"…\",\"RequestId\":\"F655\"}");
    }

    private Response act(String action, Map<String, String> parameters) throws JsonProcessingException {
        return switch (action) {
            case "SendSms" -> sms(parameters);
            case "SingleCallByTts" -> call(parameters);
            case "QuerySendDetails" -> {
                boolean whole = of(parameters, "PhoneNumber").matches("1\\d{10}")
                        && of(parameters, "SendDate").matches("\\d{8}")
                        && parameters.keySet().containsAll(List.of("PageSize", "CurrentPage"));
                yield whole
                        ? Response.json(
                                200,
                                "{\"Code\":\"OK\",\"SmsSendDetailDTOs\":{\"SmsSendDetailDTO\":["
                                        + String.join(",", details.values()) + "]}}")
                        : error(400, "MissingParameter");
            }
            default -> error(404, "InvalidAction.NotFound");
        };
    }

    private Response sms(Map<String, String> parameters) throws JsonProcessingException {
        String number = parameters.getOrDefault("PhoneNumbers", "");
        if (!number.matches("1\\d{10}")) {
            return error(200, "isv.MOBILE_NUMBER_ILLEGAL");
        }
        if (!of(parameters, "SignName").equals("看护中心")) {
            return error(200, "isv.SMS_SIGNATURE_ILLEGAL");
        }
        Response wrong = template(of(parameters, "TemplateCode"), "SMS_", of(parameters, "TemplateParam"));
        if (wrong != null) {
            return wrong;
        }
        Instant before = numbers.put(number, clock.instant());
        if (before != null && Duration.between(before, clock.instant()).toSeconds() < 60) {
            return error(200, "isv.BUSINESS_LIMIT_CONTROL");
        }
        return Response.json(
                200, "{\"Code\":\"OK\",\"Message\":\"OK\",\"BizId\":\"biz%d\"}".formatted(sent.incrementAndGet()));
    }

    private Response call(Map<String, String> parameters) throws JsonProcessingException {
        if (!of(parameters, "CalledNumber").matches("1\\d{10}")) {
            return error(200, "isv.MOBILE_NUMBER_ILLEGAL");
        }
        if (of(parameters, "OutId").length() > 15
                || !of(parameters, "PlayTimes").matches("[123]")) {
            return error(200, "isv.INVALID_PARAMETERS");
        }
        if (!of(parameters, "CalledShowNumber").equals("057100000000")) {
            return error(200, "isv.DISPLAY_NUMBER_ILLEGAL");
        }
        Response wrong = template(of(parameters, "TtsCode"), "TTS_", of(parameters, "TtsParam"));
        return wrong != null
                ? wrong
                : Response.json(
                        200,
                        "{\"Code\":\"OK\",\"Message\":\"OK\",\"CallId\":\"call%d\"}".formatted(sent.incrementAndGet()));
    }

    private static @Nullable Response template(String code, String prefix, String json) throws JsonProcessingException {
        if (!code.matches(prefix + "\\d+")) {
            return error(200, "isv.SMS_TEMPLATE_ILLEGAL");
        }
        JsonNode variables = JSON.readTree(json);
        for (String name : List.of("what", "who", "where", "id")) {
            String value = variables.path(name).asText();
            if (value.isEmpty()) {
                return error(200, "isv.TEMPLATE_MISSING_PARAMETERS");
            }
            if (value.codePointCount(0, value.length()) > 35) {
                return error(200, "isv.PARAM_LENGTH_LIMIT");
            }
        }
        return null;
    }

    private String wrong(Request request) throws GeneralSecurityException {
        Matcher header = AUTHORIZATION.matcher(request.header("Authorization"));
        if (!header.matches()) {
            return "IncompleteSignature";
        }
        if (!header.group(1).equals(KEY_ID)) {
            return "InvalidAccessKeyId.NotFound";
        }
        Instant at = Instant.parse(request.header("x-acs-date"));
        if (Duration.between(at, clock.instant()).abs().toMinutes() >= 15) {
            return "InvalidTimeStamp.Expired";
        }
        if (!nonces.add(request.header("x-acs-signature-nonce"))) {
            return "SignatureNonceUsed";
        }
        return header.group(3).equals(signature(request, header.group(2))) ? "" : "SignatureDoesNotMatch";
    }

    /** As the description says it, step by step, from what came over the wire. */
    private static String signature(Request request, String signedNames) throws GeneralSecurityException {
        StringBuilder canonical = new StringBuilder(request.method()).append("\n/\n");
        String[] pairs = request.uri().getRawQuery().split("&", -1);
        Arrays.sort(pairs);
        canonical.append(String.join("&", pairs)).append('\n');
        Set<String> names = new HashSet<>(Arrays.asList(signedNames.split(";", -1)));
        Map<String, String> lines = new TreeMap<>();
        request.headers().forEach((name, values) -> {
            String small = name.toLowerCase(Locale.ROOT);
            if (small.startsWith("x-acs-") || small.equals("host")) {
                lines.put(small, values.getFirst().strip());
                // Every header of theirs that is there must be signed.
                if (!names.contains(small)) {
                    lines.put("unsigned " + small, "");
                }
            }
        });
        lines.forEach((name, value) ->
                canonical.append(name).append(':').append(value).append('\n'));
        canonical.append('\n').append(signedNames).append('\n').append(sha256(request.body()));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String text = "ACS3-HMAC-SHA256\n" + sha256(canonical.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String sha256(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static String of(Map<String, String> parameters, String name) {
        return parameters.getOrDefault(name, "");
    }

    static Map<String, String> parameters(Request request) {
        Map<String, String> parameters = new TreeMap<>();
        for (String pair : request.uri().getRawQuery().split("&", -1)) {
            String[] both = pair.split("=", 2);
            parameters.put(both[0], URLDecoder.decode(both[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }
}
