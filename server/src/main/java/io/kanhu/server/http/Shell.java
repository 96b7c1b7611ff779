package io.kanhu.server.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What a phone keeps so that the worker's page opens without a network: the files named in {@code web/shell.txt}, and a version that
 * changes when one of them does, so that a phone never mixes the files of two versions.
 */
record Shell(String version, List<String> files) {
    private static final int DIGITS = 16;

    static Shell read() {
        List<String> files = new String(Pages.bytes("web/shell.txt"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String file : files) {
                digest.update(file.getBytes(StandardCharsets.UTF_8));
                digest.update(Pages.bytes(Pages.resourceAt(file)));
            }
            return new Shell(HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS), files);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    String json() {
        return new JsonObject()
                .put("version", version)
                .put("files", new JsonArray(files))
                .encode();
    }
}
