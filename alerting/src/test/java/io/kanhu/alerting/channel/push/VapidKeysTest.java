package io.kanhu.alerting.channel.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VapidKeysTest {
    private static final String OTHER =
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";

    @TempDir
    Path folder;

    @Test
    void aPairIsMadeOnceForItsOwnerOnlyAndReadAgain() throws IOException {
        Path file = folder.resolve("push.json");
        VapidKeys made = VapidKeys.of(file, "mailto:ops@example.org");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(VapidKeys.of(file, "mailto:ops@example.org").publicKey())
                .hasSize(65)
                .isEqualTo(made.publicKey());
        assertThat(folder).isDirectoryContaining("glob:**/push.json");
        assertThat(made.toString()).doesNotContain(secret(file));
    }

    @Test
    void whatIsNoPairIsRefusedWithoutRepeatingIt() throws IOException {
        Path file = folder.resolve("push.json");
        VapidKeys.of(file, "mailto:ops@example.org");
        String secret = secret(file);
        Files.writeString(file, "{\"publicKey\":\"" + OTHER + "\",\"privateKey\":\"" + secret + "\"}");
        assertThatThrownBy(() -> VapidKeys.of(file, "mailto:ops@example.org"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a pair")
                .hasMessageNotContaining(secret);
        Files.writeString(file, "{\"publicKey\":\"" + OTHER + "\",\"privateKey\":\"short!\"}");
        assertThatThrownBy(() -> VapidKeys.of(file, "mailto:ops@example.org"))
                .hasMessageContaining("privateKey is not Base64url")
                .hasMessageNotContaining("short!");
        Files.writeString(file, "nothing");
        assertThatThrownBy(() -> VapidKeys.of(file, "mailto:ops@example.org")).hasMessageContaining("P-256");
    }

    private static String secret(Path file) throws IOException {
        return Files.readString(file).replaceFirst("(?s).*privateKey\":\"([^\"]+)\".*", "$1");
    }
}
