package io.kanhu.alerting.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kanhu.database.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final Map<String, String> FIRST = Map.of("t", "press", "name", "王\"\n阿姨");
    private static final Map<String, String> SECOND = Map.of("t", "done");

    @TempDir
    private Path directory;

    @Test
    void whatWasWrittenIsThereAgainForItsOwnerOnly() throws IOException {
        Path file = directory.resolve("journal");
        try (Journal journal = Journal.open(file)) {
            journal.append(List.of(FIRST, SECOND));
        }
        try (Journal journal = Journal.open(file)) {
            assertThat(journal.found()).containsExactly(FIRST, SECOND);
            journal.clear();
        }
        assertThat(Files.size(file)).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aLineThatACrashLeftHalfWrittenIsCutOffWhereverThatWas() throws IOException {
        Path whole = directory.resolve("whole");
        long one;
        try (Journal journal = Journal.open(whole)) {
            journal.append(List.of(FIRST));
            one = Files.size(whole);
            journal.append(List.of(SECOND));
        }
        byte[] bytes = Files.readAllBytes(whole);
        for (int cut = (int) one; cut < bytes.length; cut++) {
            Path torn = Files.write(directory.resolve("torn"), java.util.Arrays.copyOf(bytes, cut));
            try (Journal journal = Journal.open(torn)) {
                assertThat(journal.found()).as("cut at %d", cut).containsExactly(FIRST);
                journal.append(List.of(SECOND));
            }
            try (Journal journal = Journal.open(torn)) {
                assertThat(journal.found()).containsExactly(FIRST, SECOND);
            }
        }
    }

    @Test
    void aLineWithAnotherBitIsNoLine() throws IOException {
        Path file = directory.resolve("flipped");
        try (Journal journal = Journal.open(file)) {
            journal.append(List.of(FIRST, SECOND));
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 5] ^= 1;
        Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);
        try (Journal journal = Journal.open(file)) {
            assertThat(journal.found()).containsExactly(FIRST);
        }
    }

    @Test
    void whatDidNotFitOnTheDiskIsNotThereAndWhatComesLaterIs() throws IOException {
        try (SmallDisk disk = SmallDisk.ofMebibytes(1)) {
            Path file = disk.directory().resolve("journal");
            try (Journal journal = Journal.open(file)) {
                journal.append(List.of(FIRST));
                Path filler = disk.fill();
                List<Map<String, String>> large = IntStream.range(0, 1_000)
                        .mapToObj(i -> Map.of("t", "press", "n", Integer.toString(i)))
                        .toList();
                assertThatThrownBy(() -> journal.append(large)).isInstanceOf(IOException.class);
                Files.delete(filler);
                journal.append(List.of(SECOND));
            }
            try (Journal journal = Journal.open(file)) {
                assertThat(journal.found()).containsExactly(FIRST, SECOND);
            }
        }
    }
}
