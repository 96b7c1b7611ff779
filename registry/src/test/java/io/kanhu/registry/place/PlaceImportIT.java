package io.kanhu.registry.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kanhu.database.SettableClock;
import io.kanhu.database.TestDatabase;
import io.kanhu.protocol.Gcj02;
import io.kanhu.registry.RegistryFiles;
import io.kanhu.registry.csv.CsvImport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaceImportIT {
    private static final Path COUNTIES = Path.of("../../shared/data/geo/140800_yuncheng_counties_echarts_mit.geojson");
    private static final TestDatabase database = TestDatabase.fresh();

    @TempDir
    private static Path folder;

    private final Places places = new Places(database.jdbi());

    @BeforeAll
    static void open() {
        new RegistryFiles(folder).withTown();
        new CsvImport(database.jdbi(), new SettableClock("2026-03-21T00:00:00Z")).importDirectory(folder);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void nothingIsDrawn() {
        database.jdbi().useHandle(handle -> handle.execute("DELETE FROM place_shape"));
    }

    @Test
    void knownGridsAreDrawnAndFoundAndDrawnAgainWhereTheyChange() {
        Wanted file = written(
                null,
                Squares.feature("\"code\":\"g1\"", 35, 111, 0.01),
                Squares.feature("\"code\":\"g2\"", 35, 111.01, 0.01));
        assertThat(shapes().run(file)).isEqualTo(new PlaceReport(0, 2, 0, 0, List.of()));
        assertThat(codeAt(35.005, 111.015)).isEqualTo("g2");
        assertThat(shapes().run(file)).isEqualTo(new PlaceReport(0, 0, 0, 2, List.of()));
        Wanted moved = written(null, Squares.feature("\"code\":\"g2\"", 36, 111.01, 0.01));
        assertThat(shapes().run(moved)).isEqualTo(new PlaceReport(0, 0, 1, 0, List.of()));
        assertThat(codeAt(35.005, 111.015)).isNull();
        assertThat(codeAt(36.005, 111.015)).isEqualTo("g2");
    }

    @Test
    void whatTheRegistryDoesNotKnowIsMadeWithItsParentFirst() {
        Wanted file = written(
                Level.GRID,
                Squares.feature("\"code\":\"n1\",\"name\":\"新网格\",\"parent\":\"north\"", 35, 111, 0.01),
                Squares.feature("\"code\":\"north\",\"level\":\"社区\",\"parent\":\"city\"", 35, 111, 0.1));
        assertThat(shapes().check(file)).isEqualTo(new PlaceReport(2, 2, 0, 0, List.of()));
        assertThat(names("SELECT code FROM grid WHERE code = 'n1'")).isEmpty();
        assertThat(shapes().run(file)).isEqualTo(new PlaceReport(2, 2, 0, 0, List.of()));
        assertThat(names("""
                SELECT g.name || ' ' || a.code || ' ' || a.level || ' ' || p.code
                  FROM grid g JOIN area a ON a.id = g.area_id JOIN area p ON p.id = a.parent_id WHERE g.code = 'n1'
                """)).containsExactly("新网格 north community city");
        assertThat(codeAt(35.005, 111.005)).isEqualTo("n1");
        assertThat(codeAt(35.05, 111.05)).isEqualTo("north");
    }

    @Test
    void allThatIsWrongIsNamedAtOnceAndNothingIsWritten() {
        Wanted file = written(
                null,
                Squares.feature("\"code\":\"g1\"", 35, 111, 0.01),
                Squares.feature("\"code\":\"g1\"", 35, 111, 0.01),
                Squares.feature("\"code\":\"g9\"", 35, 111, 0.01),
                Squares.feature("\"code\":\"g2\",\"parent\":\"nowhere\"", 35, 111, 0.01),
                Squares.feature("\"code\":\"x1\",\"level\":\"grid\"", 35, 111, 0.01),
                Squares.feature("\"code\":\"x2\",\"level\":\"county\",\"parent\":\"east\"", 35, 111, 0.01),
                Squares.feature("\"code\":\"east\",\"level\":\"street\"", 35, 111, 0.01),
                Squares.feature("\"code\":\"x3\",\"level\":\"village\"", 35, 111, 0.01),
                Squares.feature("\"name\":\"nameless\"", 35, 111, 0.01),
                "{\"type\":\"Feature\",\"properties\":{\"code\":\"x4\",\"level\":\"city\"},\"geometry\":null}",
                "17");
        PlacesRefused refused = refusedBy(file);
        assertThat(refused.features().stream().map(PlacesRefused.BadFeature::toString))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("feature 2 (g1): has the code of feature 1"),
                        line -> assertThat(line).startsWith("feature 3 (g9): is not in the registry"),
                        line -> assertThat(line)
                                .startsWith("feature 4 (g2): its parent \"nowhere\" is not a known area"),
                        line -> assertThat(line).startsWith("feature 5 (x1): is a new grid, name the area"),
                        line -> assertThat(line).startsWith("feature 6 (x2): its parent \"east\" is a community"),
                        line -> assertThat(line).startsWith("feature 7 (east): is a community in the registry"),
                        line -> assertThat(line).startsWith("feature 8 (x3): \"village\" is not a level"),
                        line -> assertThat(line).startsWith("feature 8 (x3): is not in the registry"),
                        line -> assertThat(line).startsWith("feature 9: has no code"),
                        line -> assertThat(line).startsWith("feature 10 (x4): has no geometry"),
                        line -> assertThat(line).startsWith("feature 11: has no code"));
        assertThat(names("SELECT id::text FROM place_shape")).isEmpty();
    }

    @Test
    void aFileThatIsNoGeoJsonIsRefusedAsAWhole() {
        assertThat(refusedBy(written("{\"type\":\"Topology\"}"))).hasMessageContaining("no GeoJSON with features");
        assertThat(refusedBy(written("code,name\n"))).hasMessageContaining("it is no JSON");
        assertThat(refusedBy(written(""))).hasMessageContaining("no GeoJSON with features");
        assertThat(refusedBy(new Wanted(folder.resolve("none"), Datum.WGS84, null, null, "name", null)))
                .hasMessageContaining("cannot be read");
    }

    @Test
    void whatOverlapsIsTakenAndNamed() {
        Wanted file = written(
                null,
                Squares.feature("\"code\":\"g1\"", 35, 111, 0.01),
                Squares.feature("\"code\":\"g2\"", 35, 111.005, 0.01));
        assertThat(shapes().run(file).notes())
                .containsExactly(
                        "feature 1 (g1) and feature 2 (g2) overlap by 50 % of the smaller one, which wins there");
    }

    @Test
    void aThousandGridsAreDrawnAndEachFindsItself() {
        List<String> features = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            features.add(Squares.feature(
                    "\"code\":\"k" + i + "\",\"parent\":\"east\"", 30 + row(i) * 0.01, 110 + i % 40 * 0.01, 0.01));
        }
        shapes().run(written(Level.GRID, features.toArray(String[]::new)));
        places.refresh();
        for (int i = 0; i < 1000; i++) {
            assertThat(places.index().at(30.005 + row(i) * 0.01, 110.005 + i % 40 * 0.01))
                    .map(Spot::code)
                    .contains("k" + i);
        }
    }

    @Test
    void theCountiesOfARealMapLieWhereTheyAre() {
        assumeTrue(Files.exists(COUNTIES), "skipped: there is no " + COUNTIES);
        PlaceReport report = shapes().run(new Wanted(COUNTIES, Datum.GCJ02, Level.COUNTY, null, "name", "city"));
        assertThat(report.created()).isEqualTo(13);
        assertThat(report.notes())
                .anyMatch(note -> note.startsWith("feature 1 (140802): a ring crosses or touches itself"));
        // County towns, by the map maker's own numbers in the same file.
        assertThat(codeAtMap(35.015101, 110.998272)).isEqualTo("140802");
        assertThat(codeAtMap(34.8671, 110.447543)).isEqualTo("140881");
        assertThat(codeAtMap(35.596383, 110.712063)).isEqualTo("140882");
        assertThat(codeAt(39.9, 116.4)).isNull();
    }

    private static int row(int i) {
        return i / 40;
    }

    private PlaceImport shapes() {
        return new PlaceImport(database.jdbi());
    }

    private PlacesRefused refusedBy(Wanted file) {
        PlacesRefused refused = catchThrowableOfType(PlacesRefused.class, () -> shapes().run(file));
        assertThat(refused).isNotNull();
        return refused;
    }

    private @Nullable String codeAtMap(double latitude, double longitude) {
        Gcj02.Point there = Gcj02.toWgs84(latitude, longitude);
        return codeAt(there.latitude(), there.longitude());
    }

    private @Nullable String codeAt(double latitude, double longitude) {
        places.refresh();
        return places.index().at(latitude, longitude).map(Spot::code).orElse(null);
    }

    private static Wanted written(@Nullable Level level, String... features) {
        return of(new RegistryFiles(folder).write("shapes.geojson", Squares.file(features)), level);
    }

    private static Wanted written(String text) {
        return of(new RegistryFiles(folder).write("shapes.geojson", text), null);
    }

    private static Wanted of(Path file, @Nullable Level level) {
        return new Wanted(file, Datum.WGS84, level, null, "name", null);
    }

    private static List<String> names(String sql) {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).list());
    }
}
