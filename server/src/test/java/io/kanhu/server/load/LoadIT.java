package io.kanhu.server.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.server.Town;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The load and its proof, against a real node. */
@Tag("long")
class LoadIT {
    @TempDir
    private Path data;

    @Test
    void whatIsAcknowledgedIsCountedInTheDatabase() {
        try (Town town = Town.start(data)) {
            LoadRun ran = load(town, "--mix", "CITY", "--rate", "300", "--sos-rate", "5");
            assertThat(ran.words())
                    .contains("lost 0, duplicated 0, not acknowledged 0, out of order 0, connections lost 0")
                    .containsPattern("SOS to PUBACK +p50 .* presses");
            assertThat(ran.code()).isZero();
            assertThat(count(town, "vital_sign")).isGreaterThan(300);
            assertThat(count(town, "location_fix")).isPositive();
            assertThat(count(town, "sos_press")).isPositive();
        }
    }

    @Test
    void aServerThatAcknowledgesWhatItDoesNotStoreIsCaught() {
        try (Town town = Town.start(data)) {
            town.jdbi().useHandle(handle -> {
                handle.execute("CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'");
                handle.execute("""
                        CREATE TRIGGER forgetful BEFORE INSERT ON vital_sign FOR EACH ROW
                          WHEN (NEW.band = 'demo-0003') EXECUTE FUNCTION forget()
                        """);
            });
            LoadRun ran = load(town, "--mix", "PULSE", "--rate", "100");
            assertThat(ran.words()).containsPattern("lost [1-9]").contains("duplicated 0");
            assertThat(ran.code()).isEqualTo(3);
        }
    }

    @Test
    void aMonthIsWrittenReadAsChartsAndRemoved() {
        try (Town town = Town.start(data)) {
            LoadRun ran = load(town, "storage", "--rows", "20000", "--senders", "4", "--rate", "40", "--no-hours");
            assertThat(ran.words())
                    .contains("filled with 20,000 rows of 1 bands", "the insert rate is")
                    // A thirtieth of the month.
                    .containsPattern("charts of 24 h, one after the other: p50 .* charts of 66[67] points")
                    .containsPattern("vital_sign .* rows, +[1-9]")
                    .containsPattern("location_fix .* rows, +[1-9]")
                    .doesNotContainPattern("(lost|duplicated) [1-9]");
            assertThat(ran.code()).isZero();
        }
    }

    private static LoadRun load(Town town, String... options) {
        return LoadRun.on(
                town.data(),
                Stream.concat(Stream.of(options), Stream.of("--warm-up", "1", "--seconds", "2"))
                        .toArray(String[]::new));
    }

    private static long count(Town town, String table) {
        return town.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM " + table)
                        .mapTo(long.class)
                        .one());
    }
}
