package io.kanhu.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The secret that messages to the gateway are signed with: from a file, or a setting. It appears in no message. */
public final class WebhookSecret {
    private WebhookSecret() {}

    /**
     * Reads it.
     *
     * @throws BadSetting if there is none, or its file cannot be read
     */
    public static String of(Settings.Webhook webhook) {
        if (webhook.secretFile().isPresent()) {
            return read(webhook.secretFile().get());
        }
        return webhook.secret()
                .map(String::strip)
                .orElseThrow(() -> new BadSetting("kanhu.channels.webhook.url needs a secret to sign with:"
                        + " set kanhu.channels.webhook.secret-file, or kanhu.channels.webhook.secret"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new BadSetting("cannot read kanhu.channels.webhook.secret-file " + file
                    + "; does it exist, may this user read it?");
        }
    }
}
