package io.kanhu.alerting.channel.tencent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kanhu.alerting.channel.fake.FakeServer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tencent Cloud as it is published: checks signature, time (5 minutes) and parameters, and answers with the real codes. */
final class FakeTencent extends FakeServer {
    static final String SECRET_ID = "AKID-test";
    static final String SECRET_KEY = "tencent-secret";
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "TC3-HMAC-SHA256 Credential=([^/]+)/([^/]+)/sms/tc3_request, SignedHeaders=content-type;host, Signature=([0-9a-f]{64})");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Clock clock;
    private final AtomicInteger sent = new AtomicInteger();
    private volatile String statuses = "";

    FakeTencent(Clock clock) {
        this.clock = clock;
    }

    void becomes(String serial, String status) {
        statuses = "{\"SerialNo\":\"%s\",\"ReportStatus\":\"%s\",\"Description\":\"UNDELIVERED\"}"
                .formatted(serial, status);
    }

    static Response error(String code) {
        return Response.json(
                200, "{\"Response\":{\"Error\":{\"Code\":\"" + code + "\",\"Message\":\"…\"},\"RequestId\":\"a0\"}}");
    }

    /** An answer of which the request is in order and the message is not. */
    static Response status(String code) {
        return Response.json(
                200,
                "{\"Response\":{\"SendStatusSet\":[{\"SerialNo\":\"\",\"Code\":\"" + code
                        + "\"}],\"RequestId\":\"a0\"}}");
    }

    @Override
    protected Response answer(Request request) {
        try {
            String wrong = wrong(request);
            if (!wrong.isEmpty()) {
                complain(wrong);
                return error(wrong);
            }
            Response wished = wished();
            return wished == null ? act(request.header("X-TC-Action"), JSON.readTree(request.text())) : wished;
        } catch (GeneralSecurityException | JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Response act(String action, JsonNode body) {
        if (action.equals("PullSmsSendStatusByPhoneNumber")) {
            boolean whole = body.path("PhoneNumber").asText().startsWith("+86")
                    && body.path("BeginTime").isNumber()
                    && body.path("Limit").asInt() <= 100
                    && body.has("Offset");
            return whole
                    ? Response.json(
                            200, "{\"Response\":{\"PullSmsSendStatusSet\":[" + statuses + "],\"RequestId\":\"a0\"}}")
                    : error("MissingParameter");
        }
        if (!action.equals("SendSms")) {
            return error("InvalidAction");
        }
        if (!body.path("SmsSdkAppId").asText().equals("1400006666")
                || !body.path("SignName").asText().equals("看护中心")) {
            return error("FailedOperation.SignatureIncorrectOrUnapproved");
        }
        int places = body.path("TemplateId").asText().equals("1110") ? 4 : 2;
        if (body.path("TemplateParamSet").size() != places) {
            return status("FailedOperation.TemplateParamSetNotMatchApprovedTemplate");
        }
        if (!body.path("PhoneNumberSet").path(0).asText().matches("\\+861\\d{10}")) {
            return status("InvalidParameterValue.IncorrectPhoneNumber");
        }
        return Response.json(
                200,
                "{\"Response\":{\"SendStatusSet\":[{\"SerialNo\":\"5000:%d\",\"Code\":\"Ok\",\"SessionContext\":\"%s\"}]}}"
                        .formatted(
                                sent.incrementAndGet(),
                                body.path("SessionContext").asText()));
    }

    private String wrong(Request request) throws GeneralSecurityException {
        Matcher header = AUTHORIZATION.matcher(request.header("Authorization"));
        if (!header.matches()
                || !request.header("X-TC-Version").equals("2021-01-11")
                || request.header("X-TC-Region").isEmpty()) {
            return "AuthFailure.InvalidAuthorization";
        }
        long at = Long.parseLong(request.header("X-TC-Timestamp"));
        if (Math.abs(at - clock.instant().getEpochSecond()) > 300) {
            return "AuthFailure.SignatureExpire";
        }
        String day = DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC).format(Instant.ofEpochSecond(at));
        if (!header.group(1).equals(SECRET_ID) || !header.group(2).equals(day)) {
            return "AuthFailure.SecretIdNotFound";
        }
        String canonical = request.method() + "\n" + request.uri().getPath() + "\n\ncontent-type:"
                + request.header("Content-Type") + "\nhost:" + request.header("Host") + "\n\ncontent-type;host\n"
                + hex(MessageDigest.getInstance("SHA-256").digest(request.body()));
        String text = "TC3-HMAC-SHA256\n" + at + "\n" + day + "/sms/tc3_request\n"
                + hex(MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8)));
        byte[] key = ("TC3" + SECRET_KEY).getBytes(StandardCharsets.UTF_8);
        for (String part : new String[] {day, "sms", "tc3_request"}) {
            key = hmac(key, part);
        }
        return hex(hmac(key, text)).equals(header.group(3)) ? "" : "AuthFailure.SignatureFailure";
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
