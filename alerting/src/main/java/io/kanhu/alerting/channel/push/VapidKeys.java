package io.kanhu.alerting.channel.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zerodeplibs.webpush.VAPIDKeyPair;
import com.zerodeplibs.webpush.VAPIDKeyPairs;
import com.zerodeplibs.webpush.jwt.VAPIDJWTParam;
import com.zerodeplibs.webpush.key.PrivateKeySources;
import com.zerodeplibs.webpush.key.PublicKeySources;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The key pair by which push services know this city's Kanhu (VAPID, RFC 8292). It lies in a file
 * {@code {"publicKey":…,"privateKey":…}} of unpadded Base64url, as other tools write it. Thread-safe.
 */
public final class VapidKeys {
    /** No push service takes more than 24. */
    private static final Duration TOKEN_LIFE = Duration.ofHours(12);

    private static final int COORDINATE_BYTES = 32;
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final VAPIDKeyPair pair;
    private final @Nullable String subject;

    private VapidKeys(VAPIDKeyPair pair, @Nullable String subject) {
        this.pair = pair;
        this.subject = subject;
    }

    /**
     * Reads the pair, or makes one if there is no such file. Blocks.
     *
     * @param file for its owner only, if it is made
     * @param subject {@code mailto:…} or {@code https://…}: whom a push service asks if something is wrong;
     *     {@code null} to say nothing, which not all services accept
     * @throws IllegalArgumentException if the file is none, with what to do; the message leaves the key out
     */
    public static VapidKeys of(Path file, @Nullable String subject) {
        try {
            if (!Files.exists(file)) {
                write(file, generate());
            }
            return new VapidKeys(read(Files.readString(file), file), subject);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "cannot read or write the push keys in " + file + "; may this user? (" + e.getMessage() + ")", e);
        }
    }

    /** Uncompressed, 65 bytes. */
    public byte[] publicKey() {
        return pair.extractPublicKeyInUncompressedForm();
    }

    /** As a browser wants it. */
    public String publicKeyText() {
        return TEXT.encodeToString(publicKey());
    }

    /** The value of the header {@code Authorization} for a push service. */
    String authorization(URI endpoint, Instant now) {
        VAPIDJWTParam.Builder claims = VAPIDJWTParam.getBuilder()
                .resourceURLString(endpoint.toString())
                .expirationTime(now.plus(TOKEN_LIFE));
        if (subject != null) {
            claims.subject(subject);
        }
        return pair.generateAuthorizationHeaderValue(claims.build());
    }

    @Override
    public String toString() {
        return "VapidKeys " + publicKeyText();
    }

    private static VAPIDKeyPair read(String text, Path file) {
        try {
            JsonNode json = JSON.readTree(text);
            byte[] point = bytes(json, "publicKey", 2 * COORDINATE_BYTES + 1);
            byte[] scalar = bytes(json, "privateKey", COORDINATE_BYTES);
            ECParameterSpec curve = curve();
            KeyFactory factory = KeyFactory.getInstance("EC");
            ECPrivateKey privateKey =
                    (ECPrivateKey) factory.generatePrivate(new ECPrivateKeySpec(new BigInteger(1, scalar), curve));
            ECPoint w = new ECPoint(
                    new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + COORDINATE_BYTES)),
                    new BigInteger(1, Arrays.copyOfRange(point, 1 + COORDINATE_BYTES, point.length)));
            ECPublicKey publicKey = (ECPublicKey) factory.generatePublic(new ECPublicKeySpec(w, curve));
            if (!isPair(privateKey, publicKey)) {
                throw new IllegalArgumentException("its two keys are not a pair");
            }
            return VAPIDKeyPairs.of(
                    PrivateKeySources.ofECPrivateKey(privateKey), PublicKeySources.ofECPublicKey(publicKey));
        } catch (JsonProcessingException | GeneralSecurityException | RuntimeException e) {
            String why = e instanceof IllegalArgumentException ? " (" + e.getMessage() + ")" : "";
            throw new IllegalArgumentException("the push keys in " + file + " cannot be used" + why
                    + ": put {\"publicKey\":…,\"privateKey\":…} of a P-256 pair in Base64url there, or remove the file:"
                    + " a new pair is made, and everybody switches notifications on again");
        }
    }

    private static byte[] bytes(JsonNode json, String name, int length) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(json.path(name).asText());
        } catch (IllegalArgumentException e) {
            // The decoder's own words would say which character it was.
            throw new IllegalArgumentException(name + " is not Base64url");
        }
        if (bytes.length != length) {
            throw new IllegalArgumentException(name + " has " + bytes.length + " bytes, not " + length);
        }
        return bytes;
    }

    private static boolean isPair(ECPrivateKey privateKey, ECPublicKey publicKey) throws GeneralSecurityException {
        byte[] probe = "kanhu".getBytes(StandardCharsets.UTF_8);
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(privateKey);
        signer.update(probe);
        byte[] signed = signer.sign();
        signer.initVerify(publicKey);
        signer.update(probe);
        return signer.verify(signed);
    }

    private static String generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            ECPoint w = ((ECPublicKey) pair.getPublic()).getW();
            byte[] point = new byte[2 * COORDINATE_BYTES + 1];
            point[0] = 4;
            put(w.getAffineX(), point, 1);
            put(w.getAffineY(), point, 1 + COORDINATE_BYTES);
            byte[] scalar = new byte[COORDINATE_BYTES];
            put(((ECPrivateKey) pair.getPrivate()).getS(), scalar, 0);
            return "{\"publicKey\":\"%s\",\"privateKey\":\"%s\"}\n"
                    .formatted(TEXT.encodeToString(point), TEXT.encodeToString(scalar));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    /** A number as so many bytes that it always has the same. */
    private static void put(BigInteger number, byte[] into, int at) {
        byte[] bytes = number.toByteArray();
        int sign = Math.max(0, bytes.length - COORDINATE_BYTES);
        int length = bytes.length - sign;
        System.arraycopy(bytes, sign, into, at + COORDINATE_BYTES - length, length);
    }

    private static ECParameterSpec curve() throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    /** In one step, so that a server that dies in between leaves no half a key. */
    private static void write(Path file, String text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path draft = Files.createTempFile(
                folder,
                "push",
                ".draft",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, text);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
