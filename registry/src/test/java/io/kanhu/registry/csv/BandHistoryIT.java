package io.kanhu.registry.csv;

import static io.kanhu.registry.RegistryFiles.secret;
import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.database.SettableClock;
import io.kanhu.database.TestDatabase;
import io.kanhu.registry.RegistryFiles;
import io.kanhu.registry.csv.ImportReport.Counts;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BandHistoryIT {
    private final SettableClock clock = new SettableClock("2026-03-21T00:00:00Z");
    private TestDatabase database;
    private CsvImport imports;
    private RegistryFiles files;

    @BeforeEach
    void open(@TempDir Path folder) {
        database = TestDatabase.fresh();
        imports = new CsvImport(database.jdbi(), clock);
        files = new RegistryFiles(folder);
        imports.importDirectory(files.withTown().folder());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theFirstWearerHasWornTheBandSinceEver() {
        giveBandTo("");
        giveBandTo("li");
        assertThat(history()).containsExactly("li 1970-01-01 00:00 -");
    }

    @Test
    void movingABandEndsTheOldTimeWhereTheNewOneBegins() {
        giveBandTo("li");
        clock.set("2026-05-01T06:30:00Z");
        assertThat(giveBandTo("zhao")).isEqualTo(new Counts(0, 1, 0));
        assertThat(history()).containsExactly("li 1970-01-01 00:00 2026-05-01 06:30", "zhao 2026-05-01 06:30 -");
    }

    @Test
    void aBandPutInStockIsWornByNobodyUntilItIsGivenOutAgain() {
        giveBandTo("li");
        clock.set("2026-05-01T00:00:00Z");
        giveBandTo("");
        assertThat(history()).containsExactly("li 1970-01-01 00:00 2026-05-01 00:00");
        clock.set("2026-06-01T00:00:00Z");
        giveBandTo("zhao");
        assertThat(history()).containsExactly("li 1970-01-01 00:00 2026-05-01 00:00", "zhao 2026-06-01 00:00 -");
    }

    @Test
    void aClockSetBackDoesNotMakeTimesOverlap() {
        giveBandTo("li");
        clock.set("2026-05-01T00:00:00Z");
        giveBandTo("zhao");
        clock.set("2026-04-01T00:00:00Z");
        giveBandTo("li");
        assertThat(history())
                .containsExactly(
                        "li 1970-01-01 00:00 2026-05-01 00:00",
                        "zhao 2026-05-01 00:00 2026-05-01 00:00",
                        "li 2026-05-01 00:00 -");
    }

    private Counts giveBandTo(String wearer) {
        Path file = files.write("bands.csv", "band,secret,wearer\nb1," + secret("b1") + "," + wearer + "\n");
        return imports.importBands(file).of(Kind.BANDS);
    }

    private List<String> history() {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                SELECT concat_ws(' ', w.code, to_char(a.starts_at, 'YYYY-MM-DD HH24:MI'),
                  coalesce(to_char(a.ends_at, 'YYYY-MM-DD HH24:MI'), '-'))
                FROM band_assignment a JOIN wearer w ON w.id = a.wearer_id ORDER BY a.id
                """).mapTo(String.class).list());
    }
}
