package io.kanhu.registry.csv;

import static io.kanhu.registry.RegistryFiles.secret;
import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.database.SettableClock;
import io.kanhu.database.TestDatabase;
import io.kanhu.registry.BandDirectory;
import io.kanhu.registry.csv.ImportReport.Counts;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The number of bands can be raised by {@code -Dkanhu.test.bands=1000000} to see how a city fares. */
class LargeImportIT {
    private static final int BANDS = Integer.getInteger("kanhu.test.bands", 50_000);

    @Test
    void aTownOfBandsIsImportedAndLoadedInLittleMemory(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("bands.csv");
        try (Writer text = Files.newBufferedWriter(file)) {
            text.write("band,secret,wearer\n");
            for (int i = 0; i < BANDS; i++) {
                text.write("b" + i + "," + secret("b" + i) + ",w" + i + "\n");
            }
        }
        SettableClock clock = new SettableClock("2026-03-21T00:00:00Z");
        try (TestDatabase database = TestDatabase.fresh();
                BandDirectory directory = new BandDirectory(database.jdbi(), clock)) {
            CsvImport imports = new CsvImport(database.jdbi(), clock);
            assertThat(imports.importBands(file).of(Kind.BANDS)).isEqualTo(new Counts(BANDS, 0, 0));
            assertThat(imports.importBands(file).of(Kind.BANDS)).isEqualTo(new Counts(0, 0, BANDS));
            directory.refresh();
            assertThat(directory.size()).isEqualTo(BANDS);
            assertThat(directory.find("b" + (BANDS - 1)))
                    .isNotNull()
                    .satisfies(band -> assertThat(band.wearerAt(Instant.EPOCH)).isNotNull());
        }
    }
}
