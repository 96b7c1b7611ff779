package io.kanhu.registry.csv;

import io.kanhu.registry.csv.SourceFiles.SourceFile;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A registry file that somebody sent, in memory. UTF-8, or what a Chinese spreadsheet program writes: bytes that are not UTF-8 and are
 * GB18030 are read as that.
 */
public final class Upload {
    private static final Charset GB18030 = Charset.forName("GB18030");

    private final Kind kind;
    private final byte[] utf8;
    private final Charset charset;
    private final String sha256;

    private Upload(Kind kind, byte[] bytes) {
        this.kind = kind;
        this.sha256 = HexFormat.of().formatHex(hash(bytes));
        boolean gb18030 = !is(bytes, StandardCharsets.UTF_8) && is(bytes, GB18030);
        this.charset = gb18030 ? GB18030 : StandardCharsets.UTF_8;
        this.utf8 = gb18030 ? new String(bytes, GB18030).getBytes(StandardCharsets.UTF_8) : bytes;
    }

    /** The bytes as they came; they may be sent again and are the same file then. */
    public static Upload of(Kind kind, byte[] bytes) {
        return new Upload(kind, bytes.clone());
    }

    /** What was written by a program. */
    public static Upload of(Kind kind, String text) {
        return new Upload(kind, text.getBytes(StandardCharsets.UTF_8));
    }

    public Kind kind() {
        return kind;
    }

    /** How it was read: UTF-8 or GB18030. */
    public String charset() {
        return charset.name();
    }

    /** Of the bytes as they came, in hexadecimal digits. */
    public String sha256() {
        return sha256;
    }

    SourceFile source() {
        return new SourceFile(kind, kind.fileName(), () -> new ByteArrayInputStream(utf8));
    }

    private static boolean is(byte[] bytes, Charset charset) {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)) != null;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static byte[] hash(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
