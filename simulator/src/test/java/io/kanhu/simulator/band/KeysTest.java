package io.kanhu.simulator.band;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
    @TempDir
    private Path folder;

    @Test
    void theDemoFileHasTheAddressTheSecretsAndTheHomes() throws IOException {
        Keys keys = Keys.ofDemo(write("""
                {"mqtt":{"host":"127.0.0.2","port":41883},"http":"http://127.0.0.1:1",
                 "bands":[{"id":"t-1","secret":"aaa","wearerId":1,"home":{"latitude":35.01,"longitude":110.99}},
                          {"id":"t-2","secret":"bbb","wearerId":2}],
                 "users":[]}
                """));
        assertThat(keys.host()).isEqualTo("127.0.0.2");
        assertThat(keys.port()).isEqualTo(41883);
        assertThat(keys.bands())
                .containsExactly(
                        new Credentials("t-1", "aaa", new Credentials.Home(35.01, 110.99)),
                        new Credentials("t-2", "bbb", null));
        assertThat(keys.of("t-2").secret()).isEqualTo("bbb");
    }

    @Test
    void aDemoFileThatIsBrokenIsToldInOneLine() throws IOException {
        Path file = write("{\"mqtt\":");
        assertThatThrownBy(() -> Keys.ofDemo(file))
                .isInstanceOf(CannotRun.class)
                .hasMessageContainingAll(file.toString(), "./kanhu demo")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aDemoFileWithoutAnAddressLeavesThePortOpen() throws IOException {
        Keys keys = Keys.ofDemo(write("{}"));
        assertThat(keys.port()).isZero();
        assertThat(keys.bands()).isEmpty();
    }

    @Test
    void theFileThatBandsAreImportedFromHasTheirSecrets() throws IOException {
        Keys keys = Keys.ofBandsFile(write("\uFEFFBand,colour, Secret ,wearer\r\nt-1,red,aaa,\r\n\r\nt-2,,bbb,w\r\n"));
        assertThat(keys.bands())
                .containsExactly(new Credentials("t-1", "aaa", null), new Credentials("t-2", "bbb", null));
    }

    @Test
    void aFileOfBandsThatCannotBeUsedSaysWhy() throws IOException {
        assertRefused(write("band,wearer\nt-1,w\n"), "columns band and secret");
        assertRefused(write(""), "columns band and secret");
        assertRefused(write("band,secret\nt-1,aaa\nt-2\n"), "line 3 has no secret");
        assertRefused(write("band,secret\nt-1,\n"), "line 2 has no secret");
        assertRefused(write("band,secret\n\"t\"-1,aaa\n"), "cannot read");
        assertRefused(folder.resolve("nowhere.csv"), "there is no file");
    }

    @Test
    void aBandWithoutAKnownSecretIsToldWhereToGiveIt() {
        assertThatThrownBy(() -> Keys.none().of("t-9"))
                .isInstanceOf(CannotRun.class)
                .hasMessageContainingAll("t-9", "--secret", "--bands-file");
    }

    @Test
    void secretsAreNotPrinted() {
        Keys keys = new Keys("127.0.0.1", 1883, List.of(new Credentials("t-1", "very-secret", null)));
        assertThat(keys.toString()).contains("t-1").doesNotContain("very-secret");
    }

    private static void assertRefused(Path file, String words) {
        assertThatThrownBy(() -> Keys.ofBandsFile(file))
                .isInstanceOf(CannotRun.class)
                .hasMessageContainingAll(file.toString(), words)
                .hasMessageNotContaining("\n");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "keys", ""), text);
    }
}
