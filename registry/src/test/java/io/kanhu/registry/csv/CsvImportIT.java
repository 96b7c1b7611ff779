package io.kanhu.registry.csv;

import static io.kanhu.registry.RegistryFiles.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kanhu.database.SettableClock;
import io.kanhu.database.TestDatabase;
import io.kanhu.registry.RegistryFiles;
import io.kanhu.registry.RegistryLock;
import io.kanhu.registry.csv.ImportReport.Counts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvImportIT {
    /** Differs as soon as a row was written, even with the values it had. */
    private static final String ROW_VERSIONS = """
            SELECT concat(xmin, ctid, id) FROM wearer UNION ALL SELECT concat(xmin, ctid, id) FROM band
            UNION ALL SELECT concat(xmin, ctid, id) FROM band_assignment
            UNION ALL SELECT concat(xmin, ctid, id) FROM area UNION ALL SELECT concat(xmin, ctid, id) FROM grid
            """;

    private final SettableClock clock = new SettableClock("2026-03-21T00:00:00Z");
    private TestDatabase database;
    private CsvImport imports;
    private RegistryFiles files;

    @BeforeEach
    void open(@TempDir Path folder) {
        database = TestDatabase.fresh();
        imports = new CsvImport(database.jdbi(), clock);
        files = new RegistryFiles(folder);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aFolderIsImportedInTheOrderInWhichFilesNeedEachOther() {
        files.withTown();
        files.write(
                "contacts.csv",
                "wearer,name,relation,phone,priority,key_holder,email\nnew,李婷,女儿,000-3,,是,li.ting@example.org\n");
        files.write("bands.csv", "band,secret,wearer\nb1," + secret("b1") + ",new\n");
        files.write("roster.csv", "worker,grid,duty,starts,ends\nwang,g1,,2026-03-21T08:00+08:00,\n");
        files.write("duties.csv", "worker,area,duty,starts,ends\nwang,east,desk,2026-03-21T08:00+08:00,\n");
        files.write("weekly.csv", "pattern,worker,grid,duty,weekday,starts,ends\n,wang,g1,,1,08:00,20:00\n");
        files.write("holidays.csv", "day,name,pattern\n2026-10-01,国庆节,\n");
        files.write("swaps.csv", """
                giver,taker,starts,ends,agreed
                wang,marsh,2026-03-23T08:00+08:00,2026-03-23T20:00+08:00,both
                """);
        files.write("absences.csv", "worker,starts,ends,reason\nmarsh,2026-03-21T08:00+08:00,,\n");
        files.write("suspensions.csv", "wearer,starts,ends,reason\nli,2026-03-21T08:00+08:00,,hospital\n");
        files.write(
                "zones.csv", "wearer,name,lat,lon,radius,datum\nli,,35.03,110.99,300,gcj02\nnew,park,35.04,111,800,\n");
        files.write("quiet.csv", "wearer,area,begins,ends\nli,,21:30,06:00\n,east,22:00,05:30\n");
        files.write(
                "maintenance.csv",
                "wearer,area,starts,ends,reason\n,east,2026-03-21T08:00+08:00,2026-03-21T18:00+08:00,new straps\n");
        ImportReport report = imports.importDirectory(files.folder());
        assertThat(texts("SELECT a.code || ' ' || d.duty FROM area_duty d JOIN area a ON a.id = d.area_id"))
                .containsExactly("east desk");
        assertThat(report.counts())
                .containsOnlyKeys(Kind.values())
                .allSatisfy((kind, counts) -> assertThat(counts.added()).isPositive());
        assertThat(texts("SELECT name || ' ' || email FROM contact WHERE key_holder"))
                .containsExactly("李婷 li.ting@example.org");
        assertThat(texts("SELECT p.name FROM area a JOIN area p ON p.id = a.parent_id"))
                .containsExactly("云河市");
    }

    @Test
    void importingTheSameAgainTouchesNoRow() {
        files.withTown();
        files.write("bands.csv", "band,secret,wearer\nb1," + secret("b1") + ",li\nb2," + secret("b2") + ",\n");
        imports.importDirectory(files.folder());
        List<String> before = texts(ROW_VERSIONS);
        clock.set("2026-04-01T00:00:00Z");
        ImportReport again = imports.importDirectory(files.folder());
        assertThat(again.counts().values())
                .isNotEmpty()
                .allSatisfy(counts -> assertThat(counts).isEqualTo(new Counts(0, 0, 2)));
        assertThat(texts(ROW_VERSIONS)).isEqualTo(before);
    }

    @Test
    void aChangedRowIsUpdatedAndCounted() {
        imports.importDirectory(files.withTown().folder());
        files.write("areas.csv", RegistryFiles.AREAS.replace("春晖社区", "槐荫社区"));
        files.write("grids.csv", RegistryFiles.GRIDS.replace("第一", "第三"));
        files.write("workers.csv", RegistryFiles.WORKERS.replace("Marsh", "Marsh-Wood"));
        files.write("wearers.csv", RegistryFiles.WEARERS.replace("1941", "1942"));
        ImportReport report = imports.importDirectory(files.folder());
        assertThat(report.counts().values())
                .hasSize(4)
                .allSatisfy(counts -> assertThat(counts).isEqualTo(new Counts(0, 1, 1)));
        assertThat(texts("SELECT born_on::text FROM wearer WHERE code = 'li'")).containsExactly("1942-03-21");
    }

    @Test
    void oneBadCellInOneFileKeepsAllFilesOut() {
        files.withTown();
        files.write("roster.csv", "worker,grid,duty,starts,ends\nwang,g9,primary,2026-03-21T08:00+08:00,\n");
        assertThatThrownBy(() -> imports.importDirectory(files.folder()))
                .isInstanceOf(ImportRefused.class)
                .hasMessageContaining("roster.csv:2: grid: \"g9\"");
        assertThat(texts("SELECT code FROM area UNION SELECT code FROM wearer")).isEmpty();
    }

    @Test
    void badCellsOfAllFilesAreReportedTogether() {
        files.withTown();
        files.write("areas.csv", RegistryFiles.AREAS.replace("community", "village"));
        files.write("wearers.csv", RegistryFiles.WEARERS.replace("1941-03-21", "1941"));
        assertThatThrownBy(() -> imports.importDirectory(files.folder())).hasMessage("""
                        nothing was imported:
                        areas.csv:3: level: "village" is not a level, write city, county, street or community
                        wearers.csv:2: born: "1941" is not a date, write it like 1948-03-21""");
    }

    @Test
    void columnsComeInAnyOrderWithOthersBetweenAndAByteOrderMarkBefore() {
        Path file = files.write(
                "areas-2026.csv", "\uFEFFLevel , remark,name,PARENT,code\r\ncity,\"a, b\",  云河市 ,,city\r\n");
        assertThat(imports.importFiles(List.of(file)).of(Kind.AREAS)).isEqualTo(new Counts(1, 0, 0));
        assertThat(texts("SELECT concat_ws('|', code, name, level) FROM area")).containsExactly("city|云河市|city");
    }

    @Test
    void wordsMayBeChinese() {
        files.write("areas.csv", "code,name,level,parent\ncity,云河市,市,\n");
        files.write("grids.csv", "code,name,area\ng1,一,city\n");
        files.write("wearers.csv", RegistryFiles.WEARER_HEADER + "li,李桂英,,女,,,,,重点,g1,,\n");
        imports.importDirectory(files.folder());
        assertThat(texts("SELECT sex || risk FROM wearer")).containsExactly("fkey");
    }

    @Test
    void aWearerNobodyKnowsIsCreatedAndReported() {
        imports.importDirectory(files.withTown().folder());
        Path bands = files.write(
                "enrol.csv",
                "band,secret,wearer,name,grid\nb1," + secret("b1") + ",sun,孙玉珍,g2\nb2," + secret("b2") + ",lii,,\nb3,"
                        + secret("b3") + ",li,另一个名字,g2\n");
        ImportReport report = imports.importBands(bands);
        assertThat(report.lines())
                .containsExactly(
                        "bands: 3 added, 0 changed, 0 unchanged", "created 2 wearers that were not known: sun, lii");
        assertThat(texts("""
                SELECT concat_ws('|', w.code, w.name, g.code) FROM wearer w LEFT JOIN grid g ON g.id = w.grid_id
                WHERE w.code <> 'zhao' ORDER BY w.id
                """)).containsExactly("li|李桂英|g1", "sun|孙玉珍|g2", "lii|lii");
    }

    @Test
    void aWearerIsFoundByTheDigitsOfTheIdUnlessSomebodyHasThemAsCode() {
        imports.importDirectory(files.withTown().folder());
        Map<String, Long> ids = Map.of("li", idOf("li"), "zhao", idOf("zhao"));
        files.write("wearers.csv", RegistryFiles.WEARER_HEADER + ids.get("zhao") + ",名为数字,,,,,,,,,,\n");
        imports.importFiles(List.of(files.path("wearers.csv")));
        Path bands = files.write(
                "bands.csv",
                "band,secret,wearer\nb1," + secret("b1") + "," + ids.get("li") + "\nb2," + secret("b2") + ","
                        + ids.get("zhao") + "\n");
        assertThat(imports.importBands(bands).createdWearers().count()).isZero();
        assertThat(texts("""
                SELECT w.name FROM band_assignment a JOIN wearer w ON w.id = a.wearer_id ORDER BY a.band
                """)).containsExactly("李桂英", "名为数字");
    }

    @Test
    void anOptionalColumnThatIsAbsentChangesNothing() {
        imports.importBands(
                files.write("bands.csv", "band,secret,wearer,model,disabled\nb1," + secret("b1") + ",,M3,yes\n"));
        ImportReport report =
                imports.importBands(files.write("bands.csv", "band,secret,wearer\nb1," + secret("b1") + ",\n"));
        assertThat(report.of(Kind.BANDS)).isEqualTo(new Counts(0, 0, 1));
        assertThat(texts("SELECT model || disabled FROM band")).containsExactly("M3true");
    }

    @Test
    void aLoopWithAreasThatAreAlreadyThereIsRefused() {
        imports.importDirectory(files.withTown().folder());
        Path file = files.write("areas.csv", "code,name,level,parent\ncity,云河市,community,east\n");
        assertThatThrownBy(() -> imports.importFiles(List.of(file)))
                .hasMessageContaining("areas.csv:2: parent: \"east\" is not above it");
    }

    @Test
    void digitsWithLeadingZerosAreACodeAndNoId() {
        imports.importDirectory(files.withTown().folder());
        Path bands = files.write("bands.csv", "band,secret,wearer\nb1," + secret("b1") + ",00" + idOf("li") + "\n");
        assertThat(imports.importBands(bands).createdWearers().examples()).containsExactly("00" + idOf("li"));
    }

    @Test
    void anImportWaitsUntilAnotherChangeOfTheRegistryIsVisible() throws Exception {
        Path bands = files.write("bands.csv", "band,secret,wearer\nb1," + secret("b1") + ",\n");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<ImportReport> later = database.jdbi().inTransaction(other -> {
                RegistryLock.take(other);
                Future<ImportReport> waiting = threads.submit(() -> imports.importBands(bands));
                await().until(() -> !texts("SELECT pid::text FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                        .isEmpty());
                other.execute("INSERT INTO band (id, secret_sha256) VALUES ('first', sha256('x'))");
                return waiting;
            });
            later.get();
        }
        assertThat(texts("SELECT id FROM band ORDER BY revision")).containsExactly("first", "b1");
    }

    private long idOf(String code) {
        return Long.parseLong(
                texts("SELECT id::text FROM wearer WHERE code = '" + code + "'").getFirst());
    }

    private List<String> texts(String sql) {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).list());
    }
}
