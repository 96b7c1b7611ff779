package io.kanhu.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class EmbeddedServerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    @Test
    void everySettingThatMakesACommitDurableIsOn() throws IOException {
        try (EmbeddedServer server = EmbeddedServer.start(directory, TestDatabase.BINARIES);
                Database database = Database.open(server.target(), 2, PATIENCE)) {
            for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
                String value = database.jdbi()
                        .withHandle(h -> h.createQuery("SHOW " + setting)
                                .mapTo(String.class)
                                .one());
                assertThat(value).as(setting).isEqualTo("on");
            }
        }
    }

    @Test
    void rowsCommittedBeforeTheServerProcessIsKilledAreThereWhenItIsStartedAgain() throws IOException {
        try (EmbeddedServer server = EmbeddedServer.start(directory, TestDatabase.BINARIES);
                Database database = Database.open(server.target(), 2, PATIENCE)) {
            insertArea(database.jdbi(), "A1");
            ProcessHandle postmaster = EmbeddedServer.postmasterOf(directory).orElseThrow();
            postmaster.descendants().forEach(ProcessHandle::destroyForcibly);
            postmaster.destroyForcibly();
            postmaster.onExit().join();
            // Nobody has to do anything: it comes back where it was.
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(areas(database.jdbi())).isEqualTo(1));
        }
        try (EmbeddedServer next = EmbeddedServer.start(directory, TestDatabase.BINARIES);
                Database database = Database.open(next.target(), 2, PATIENCE)) {
            assertThat(areas(database.jdbi())).isEqualTo(1);
        }
    }

    @Test
    void aProcessThatHasNoFileDescriptorLeftDoesNotTakeItsServerForEnded() throws IOException {
        try (EmbeddedServer server = EmbeddedServer.start(directory, TestDatabase.BINARIES);
                Database database = Database.open(server.target(), 2, PATIENCE)) {
            ProcessHandle postmaster = EmbeddedServer.postmasterOf(directory).orElseThrow();
            assertThat(Postmaster.hasEnded(postmaster.pid())).isFalse();
            List<InputStream> taken = takeAllFileDescriptors();
            boolean takenForEnded;
            try {
                takenForEnded = Postmaster.hasEnded(postmaster.pid());
            } finally {
                for (InputStream one : taken) {
                    one.close();
                }
            }
            assertThat(takenForEnded).isFalse();
            insertArea(database.jdbi(), "A1");
            assertThat(EmbeddedServer.postmasterOf(directory)).contains(postmaster);
        }
    }

    private static List<InputStream> takeAllFileDescriptors() {
        List<InputStream> taken = new ArrayList<>();
        try {
            while (true) {
                taken.add(new FileInputStream("/dev/zero"));
            }
        } catch (IOException noneLeft) {
            return taken;
        }
    }

    @Test
    void aServerThatIsClosedStaysSo() throws IOException {
        EmbeddedServer server = EmbeddedServer.start(directory, TestDatabase.BINARIES);
        ProcessHandle postmaster = EmbeddedServer.postmasterOf(directory).orElseThrow();
        server.close();
        postmaster.onExit().join();
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(10))
                .until(() -> EmbeddedServer.postmasterOf(directory).isEmpty());
    }

    @Test
    void aServerLeftBehindByAKilledProcessIsStoppedAndItsDataTakenOver() throws IOException {
        Process killed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AbandonedServer.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var output = killed.inputReader()) {
            assertThat(output.lines()).contains(AbandonedServer.COMMITTED);
        }
        killed.onExit().join();
        long oldPid = EmbeddedServer.postmasterOf(directory).orElseThrow().pid();
        try (EmbeddedServer next = EmbeddedServer.start(directory, TestDatabase.BINARIES);
                Database database = Database.open(next.target(), 2, PATIENCE)) {
            assertThat(areas(database.jdbi())).isEqualTo(1);
            assertThat(EmbeddedServer.postmasterOf(directory).orElseThrow().pid())
                    .isNotEqualTo(oldPid);
        }
    }

    @Test
    void theServerOfADirectoryThatWasCopiedIsNotTakenForTheCopys() throws IOException {
        Path copy = directory.resolve("copy");
        Path original = directory.resolve("original");
        Files.createDirectories(original);
        Files.createDirectories(copy.resolve("postgres"));
        try (EmbeddedServer server = EmbeddedServer.start(original, TestDatabase.BINARIES)) {
            assertThat(server.target().url()).isNotEmpty();
            Files.copy(original.resolve("postgres/postmaster.pid"), copy.resolve("postgres/postmaster.pid"));
            assertThat(EmbeddedServer.postmasterOf(original)).isPresent();
            assertThat(EmbeddedServer.postmasterOf(copy)).isEmpty();
        }
    }

    @Test
    void nobodyEntersWithoutThePassword() throws IOException {
        try (EmbeddedServer server = EmbeddedServer.start(directory, TestDatabase.BINARIES)) {
            Target guess = new Target(server.target().url(), server.target().user(), "guess");
            assertThatThrownBy(() -> Database.open(guess, 2, Duration.ofMillis(1)))
                    .isInstanceOf(DatabaseUnavailable.class)
                    .hasMessageContaining("password authentication failed")
                    .hasMessageNotContaining("guess");
            assertThat(Files.getPosixFilePermissions(directory.resolve("postgres.password")))
                    .hasToString("[OWNER_READ, OWNER_WRITE]");
        }
    }

    @Test
    void aDirectoryThatARunningProcessHasIsNotGivenTwice() throws IOException {
        try (DirectoryLock first = DirectoryLock.take(directory).orElseThrow()) {
            assertThat(first).isNotNull();
            assertThat(DirectoryLock.take(directory)).isEmpty();
        }
        try (DirectoryLock again = DirectoryLock.take(directory).orElseThrow()) {
            assertThat(again).isNotNull();
        }
    }

    static void insertArea(Jdbi jdbi, String code) {
        jdbi.useHandle(h -> h.createUpdate("INSERT INTO area (code, name, level) VALUES (:code, 'x', 'city')")
                .bind("code", code)
                .execute());
    }

    private static int areas(Jdbi jdbi) {
        return jdbi.withHandle(
                h -> h.createQuery("SELECT count(*) FROM area").mapTo(int.class).one());
    }
}
