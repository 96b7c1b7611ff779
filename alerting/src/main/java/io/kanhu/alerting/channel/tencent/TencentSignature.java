package io.kanhu.alerting.channel.tencent;

import io.kanhu.alerting.channel.http.Hashes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Signs requests as version 3 of Tencent Cloud's signature says ({@code TC3-HMAC-SHA256}). Thread-safe. */
public final class TencentSignature {
    static final String CONTENT_TYPE = "application/json; charset=utf-8";
    private static final String ALGORITHM = "TC3-HMAC-SHA256";
    private static final String SIGNED = "content-type;host";

    private final String secretId;
    private final String secretKey;

    public TencentSignature(String secretId, String secretKey) {
        this.secretId = secretId;
        this.secretKey = secretKey;
    }

    /** The value of the header {@code Authorization} of a POST to {@code /}. */
    String authorization(String host, String service, byte[] body, Instant now) {
        String day = LocalDate.ofInstant(now, ZoneOffset.UTC).toString();
        String scope = day + "/" + service + "/tc3_request";
        String canonical = "POST\n/\n\ncontent-type:%s\nhost:%s\n\n%s\n%s"
                .formatted(CONTENT_TYPE, host, SIGNED, Hashes.sha256(body));
        String text = String.join(
                "\n",
                ALGORITHM,
                Long.toString(now.getEpochSecond()),
                scope,
                Hashes.sha256(canonical.getBytes(StandardCharsets.UTF_8)));
        byte[] dayKey = Hashes.hmacSha256(("TC3" + secretKey).getBytes(StandardCharsets.UTF_8), day);
        byte[] key = Hashes.hmacSha256(Hashes.hmacSha256(dayKey, service), "tc3_request");
        return "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                .formatted(ALGORITHM, secretId, scope, SIGNED, Hashes.hex(Hashes.hmacSha256(key, text)));
    }

    @Override
    public String toString() {
        return "TencentSignature";
    }
}
