package io.kanhu.registry.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.database.SettableClock;
import io.kanhu.database.TestDatabase;
import io.kanhu.registry.BandDirectory;
import io.kanhu.registry.Roster;
import io.kanhu.registry.csv.CsvImport;
import io.kanhu.registry.csv.ImportReport;
import io.kanhu.registry.csv.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTownIT {
    private final SettableClock clock = new SettableClock("2026-11-24T00:00:00Z");

    @TempDir
    Path folder;

    @Test
    void theTownIsImportedAsARealOneAndASecondStartChangesNothing() throws IOException {
        List<DemoBand> bands = DemoTown.write(folder, DemoTown.DEFAULT_BANDS);
        try (TestDatabase database = TestDatabase.fresh();
                BandDirectory directory = new BandDirectory(database.jdbi(), clock)) {
            CsvImport imports = new CsvImport(database.jdbi(), clock);
            ImportReport report = imports.importDirectory(folder);
            assertThat(report.of(Kind.AREAS).added()).isEqualTo(8);
            assertThat(report.of(Kind.GRIDS).added()).isEqualTo(8);
            assertThat(report.of(Kind.WEARERS).added()).isEqualTo(200);
            assertThat(report.of(Kind.DUTIES).added()).isEqualTo(5);
            assertThat(report.createdWearers().count()).isZero();
            directory.refresh();
            assertThat(bands)
                    .hasSize(200)
                    .allSatisfy(band -> assertThat(directory.find(band.id()))
                            .isNotNull()
                            .satisfies(known -> assertThat(
                                            known.accepts(band.secret().getBytes(UTF_8)))
                                    .isTrue()));
            assertThat(everyGridHasPrimaryAndBackup(database)).isTrue();
            assertThat(DemoTown.write(folder, DemoTown.DEFAULT_BANDS)).isEqualTo(bands);
            assertThat(imports.importDirectory(folder).counts().values())
                    .allSatisfy(counts ->
                            assertThat(counts.added() + counts.changed()).isZero());
        }
    }

    @Test
    void aLargerTownKeepsThePeopleAndSecretsOfTheSmallerOne() throws IOException {
        List<DemoBand> small = DemoTown.write(folder, 12);
        List<String> wearers = Files.readAllLines(folder.resolve("wearers.csv"));
        List<DemoBand> large = DemoTown.write(folder, 30);
        assertThat(large).hasSize(30).startsWith(small.toArray(DemoBand[]::new)).doesNotHaveDuplicates();
        assertThat(Files.readAllLines(folder.resolve("wearers.csv"))).startsWith(wearers.toArray(String[]::new));
        assertThat(DemoTown.write(folder, 5)).isEqualTo(large);
        assertThat(DemoTown.read(folder)).isEqualTo(large);
    }

    @Test
    void onlyTheOwnerMayReadTheFiles() throws IOException {
        DemoTown.write(folder, 3);
        try (var files = Files.list(folder)) {
            assertThat(files)
                    .hasSize(8)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void secretsAreLongRandomAndUnspoken() throws IOException {
        List<DemoBand> bands = DemoTown.write(folder, 50);
        assertThat(bands)
                .extracting(DemoBand::secret)
                .doesNotHaveDuplicates()
                .allMatch(secret -> secret.matches("[A-Za-z0-9_-]{32}"));
        assertThat(bands).allSatisfy(band -> assertThat(band.toString()).doesNotContain(band.secret()));
    }

    private boolean everyGridHasPrimaryAndBackup(TestDatabase database) {
        return database.jdbi().inTransaction(handle -> {
            List<Long> grids =
                    handle.createQuery("SELECT id FROM grid").mapTo(Long.class).list();
            return grids.stream().allMatch(grid -> {
                var onDuty = new Roster().onDuty(handle, grid, clock.instant());
                return !onDuty.getFirst().backup() && onDuty.getLast().backup();
            });
        });
    }
}
