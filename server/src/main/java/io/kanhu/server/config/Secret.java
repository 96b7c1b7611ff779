package io.kanhu.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A secret: from a file, or from a setting. It appears in no message. */
public final class Secret {
    private Secret() {}

    /**
     * Reads it. Blocks.
     *
     * @param key of the setting; the file's is the same with {@code -file}
     * @throws BadSetting if there is none, or its file cannot be read
     */
    public static String of(String key, Optional<Path> file, Optional<String> value) {
        if (file.isPresent()) {
            return read(key, file.get());
        }
        return value.map(String::strip)
                .filter(secret -> !secret.isEmpty())
                .orElseThrow(() -> new BadSetting("a secret is missing: set " + key + "-file, or " + key));
    }

    private static String read(String key, Path file) {
        try {
            String secret = Files.readString(file).strip();
            if (secret.isEmpty()) {
                throw new BadSetting(key + "-file " + file + " is empty");
            }
            return secret;
        } catch (IOException e) {
            throw new BadSetting("cannot read " + key + "-file " + file + "; does it exist, may this user read it?");
        }
    }
}
