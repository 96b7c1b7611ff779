package io.kanhu.alerting.channel.wecom;

import io.kanhu.alerting.channel.wecom.CallbackSeal.Signed;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** WeCom's side of callbacks: encrypts and signs them as it publishes. */
record WecomSeal(String token, String key, String corporation) {
    private static final AtomicInteger NONCES = new AtomicInteger();

    /** A callback: what stands in the address, and the body. */
    record Told(Signed signed, String body) {
        String sealed() {
            return body.replaceAll("(?s).*<Encrypt><!\\[CDATA\\[(.*)]]></Encrypt>.*", "$1");
        }
    }

    Told tell(Instant now, String message) {
        String sealed = encrypt(message);
        String timestamp = Long.toString(now.getEpochSecond());
        String nonce = "n" + NONCES.incrementAndGet();
        return new Told(
                new Signed(signature(timestamp, nonce, sealed), timestamp, nonce),
                "<xml><ToUserName><![CDATA[" + corporation + "]]></ToUserName><Encrypt><![CDATA[" + sealed
                        + "]]></Encrypt><AgentID>1000002</AgentID></xml>");
    }

    private String signature(String timestamp, String nonce, String sealed) {
        String[] parts = {token, timestamp, nonce, sealed};
        Arrays.sort(parts);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(utf8(String.join("", parts)));
            return HexFormat.of().formatHex(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String encrypt(String message) {
        byte[] secret = Base64.getDecoder().decode(key + "=");
        byte[] text = utf8(message);
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        plain.writeBytes(utf8("0123456789abcdef"));
        plain.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(text.length).array());
        plain.writeBytes(text);
        plain.writeBytes(utf8(corporation));
        int padding = 32 - plain.size() % 32;
        for (int i = 0; i < padding; i++) {
            plain.write(padding);
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(secret, "AES"),
                    new IvParameterSpec(Arrays.copyOf(secret, 16)));
            return Base64.getEncoder().encodeToString(cipher.doFinal(plain.toByteArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
