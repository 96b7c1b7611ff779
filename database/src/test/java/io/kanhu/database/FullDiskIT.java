package io.kanhu.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class FullDiskIT {
    @Test
    void aDiskWithoutRoomIsNamedBeforeAnythingIsWritten() throws IOException {
        try (SmallDisk disk = SmallDisk.ofMebibytes(8)) {
            assertThatThrownBy(() -> EmbeddedServer.start(disk.directory()))
                    .isInstanceOf(DatabaseUnavailable.class)
                    .hasMessageContainingAll(disk.directory().toString(), "8 MiB free", "--data");
            assertThat(disk.directory()).isEmptyDirectory();
        }
    }

    @Test
    void whatWasCommittedBeforeTheDiskWasFullIsThereWhenThereIsRoomAgain() throws IOException {
        try (SmallDisk disk = SmallDisk.ofMebibytes(400);
                EmbeddedServer server = EmbeddedServer.start(disk.directory(), TestDatabase.BINARIES);
                Database database = Database.open(server.target(), 2, Duration.ofSeconds(20))) {
            Path filler = disk.fill();
            int committed = writeUntilRefused(database.jdbi());
            Files.delete(filler);
            await().atMost(Duration.ofSeconds(90))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(areas(database.jdbi())).isEqualTo(committed));
            EmbeddedServerIT.insertArea(database.jdbi(), "there is room again");
        }
    }

    private static int writeUntilRefused(Jdbi jdbi) {
        int committed = 0;
        try {
            while (true) {
                String code = committed + "-" + "x".repeat(2000);
                jdbi.useHandle(h -> h.createUpdate("INSERT INTO area (code, name, level) VALUES (:code, :name, 'city')")
                        .bind("code", code)
                        .bind("name", "x".repeat(100_000))
                        .execute());
                committed++;
            }
        } catch (RuntimeException full) {
            return committed;
        }
    }

    private static int areas(Jdbi jdbi) {
        return jdbi.withHandle(
                h -> h.createQuery("SELECT count(*) FROM area").mapTo(int.class).one());
    }
}
