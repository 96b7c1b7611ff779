package io.kanhu.registry.csv;

import static io.kanhu.registry.RegistryFiles.WEARER_HEADER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kanhu.database.SettableClock;
import io.kanhu.database.TestDatabase;
import io.kanhu.registry.RegistryFiles;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BadFilesIT {
    private static final String LONG_SECRET = "a-secret-that-is-long-enough";
    private static TestDatabase database;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() {
        database = TestDatabase.fresh();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    static Stream<Arguments> badFiles() {
        return Stream.of(
                bad(
                        "areas",
                        "code,name,level,parent\na,A,village,\n",
                        "areas.csv:2: level: \"village\" is not a level, write city, county, street or community"),
                bad(
                        "areas",
                        "code,name,level,parent\na,A,street,b\n",
                        "areas.csv:2: parent: \"b\" is not a known area, correct it or add it to areas.csv"),
                bad(
                        "areas",
                        "code,name,level,parent\na,A,street,b\nb,B,street,a\n",
                        "areas.csv:2: parent: \"b\" is not above it, name an area of a higher level",
                        "areas.csv:3: parent: \"a\" is not above it, name an area of a higher level"),
                bad(
                        "areas",
                        "code,name\na,A\n",
                        "areas.csv:1: level: the column is missing, add it to the header code,name,level,parent",
                        "areas.csv:1: parent: the column is missing, add it to the header code,name,level,parent"),
                bad(
                        "areas",
                        "code,name,level,parent,code\na,A,city,,a\n",
                        "areas.csv:1: code: the column is there twice, remove or rename one"),
                bad("areas", "", "areas.csv: is empty, begin it with the header code,name,level,parent"),
                bad(
                        "areas",
                        "code,name,level,parent\na,A,city,,,\n",
                        "areas.csv:2: the row has 6 cells and the header 4, put a cell that contains a comma in quotes"),
                bad(
                        "areas",
                        "code,name,level,parent\na,A,city,\nb,\"B,city,\n",
                        "areas.csv:3: a quoted cell is not closed or is followed by text, close it and write \"\" for a quote inside"),
                bad(
                        "areas",
                        "code,name,level,parent\na,A,city,\na,B,city,\n",
                        "areas.csv:3: code: \"a\" stands already in areas.csv:2, keep one of the two"),
                bad(
                        "grids",
                        "code,name,area\n,G,\n",
                        "grids.csv:2: code: is empty, fill it in",
                        "grids.csv:2: area: is empty, fill it in"),
                bad(
                        "grids",
                        "code,name,area\n\n\"g\n1\",G,nowhere\n\ng2,,nowhere\n",
                        "grids.csv:3: area: \"nowhere\" is not a known area, correct it or add it to areas.csv",
                        "grids.csv:6: name: is empty, fill it in",
                        "grids.csv:6: area: \"nowhere\" is not a known area, correct it or add it to areas.csv"),
                bad(
                        "workers",
                        "code,name,phone,language,area\nw,W,call me,fr,\n",
                        "workers.csv:2: phone: \"call me\" is not a phone number, use digits, and + - ( ) # * between them",
                        "workers.csv:2: language: \"fr\" is not a language here, write zh or en"),
                bad(
                        "wearers",
                        WEARER_HEADER + "li,李,21.3.1941,x,,,,,none,,,\n",
                        "wearers.csv:2: born: \"21.3.1941\" is not a date, write it like 1948-03-21",
                        "wearers.csv:2: sex: \"x\" is not a sex here, write f or m",
                        "wearers.csv:2: risk: \"none\" is not a risk, write high, key or ordinary"),
                bad(
                        "wearers",
                        WEARER_HEADER + "li,李,2031-01-01,,,,,,,,,\n",
                        "wearers.csv:2: born: \"2031-01-01\" is no birthday of a living person, correct it"),
                bad(
                        "wearers",
                        WEARER_HEADER + "li,李,,,,,,,,,91,110.9\n",
                        "wearers.csv:2: lat: \"91\" is not a number of degrees from -90 to 90, write it like 35.0312"),
                bad(
                        "wearers",
                        WEARER_HEADER + "li,李,,,,,,,,,35.1,\n",
                        "wearers.csv:2: lon: is empty beside a filled lat, give both or none"),
                bad(
                        "wearers",
                        WEARER_HEADER + "li,李,,,,,,,,,0,0\n",
                        "wearers.csv:2: lat: \"0.0\" with the same lon is what devices write for no place, leave both empty"),
                bad(
                        "wearers",
                        WEARER_HEADER + "li,李" + "桂".repeat(200) + ",,,,,,,,,,\n",
                        "wearers.csv:2: name: \"李" + "桂".repeat(39) + "…\" is longer than 200 characters, shorten it"),
                bad(
                        "wearers",
                        WEARER_HEADER + "li,李,,,,,,,,nowhere,,\n",
                        "wearers.csv:2: grid: \"nowhere\" is not a known grid, correct it or add it to grids.csv"),
                bad(
                        "contacts",
                        "wearer,name,relation,phone,priority,key_holder\nnobody,N,,000-1,0,maybe\n",
                        "contacts.csv:2: priority: \"0\" is not a whole number from 1 to 99, correct it",
                        "contacts.csv:2: key_holder: \"maybe\" is neither yes nor no, write yes or no",
                        "contacts.csv:2: wearer: \"nobody\" is not a known wearer, correct it or add it to wearers.csv"),
                bad(
                        "contacts",
                        "wearer,name,relation,phone,priority,key_holder,email\nli,N,,000-1,1,no,a@b.org;c@d.org\n",
                        "contacts.csv:2: email: \"a@b.org;c@d.org\" is not an e-mail address, write it like name@example.org",
                        "contacts.csv:2: wearer: \"li\" is not a known wearer, correct it or add it to wearers.csv"),
                bad(
                        "bands",
                        "band,secret,wearer\nb 1," + LONG_SECRET + ",\n",
                        "bands.csv:2: band: \"b 1\" is not a band id, use 1 to 32 of A-Z a-z 0-9 _ -"),
                bad(
                        "bands",
                        "band,secret,wearer\nb1,short,\n",
                        "bands.csv:2: secret: the secret has fewer than 16 characters, so it could be found by trying; use a random one of 128 bit or more"),
                bad(
                        "bands",
                        "band,secret,wearer\nb1, " + LONG_SECRET + ",\n",
                        "bands.csv:2: secret: the secret begins or ends with a blank, remove it"),
                bad("bands", "band,secret,wearer\nb1,,\n", "bands.csv:2: secret: is empty, fill it in"),
                bad(
                        "bands",
                        "band,secret,wearer\nb1," + LONG_SECRET + ",\nb2," + LONG_SECRET + ",\nb1," + LONG_SECRET
                                + ",\n",
                        "bands.csv:4: band: \"b1\" stands already in bands.csv:2, keep one of the two"),
                bad(
                        "bands",
                        "band,secret,wearer,grid\nb1," + LONG_SECRET + ",x,nowhere\n",
                        "bands.csv:2: grid: \"nowhere\" is not a known grid, correct it or add it to grids.csv"),
                bad(
                        "roster",
                        "worker,grid,duty,starts,ends\nx,y,night,2026-03-21,\n",
                        "roster.csv:2: duty: \"night\" is not a duty, write primary or backup",
                        "roster.csv:2: starts: \"2026-03-21\" is not a time with its offset, write it like 2026-03-21T08:00+08:00",
                        "roster.csv:2: worker: \"x\" is not a known worker, correct it or add it to workers.csv",
                        "roster.csv:2: grid: \"y\" is not a known grid, correct it or add it to grids.csv"),
                bad(
                        "duties",
                        "worker,area,duty,starts,ends\nx,y,primary,2026-03-21T00:00Z,\n",
                        "duties.csv:2: duty: \"primary\" is not a duty, write supervisor or desk",
                        "duties.csv:2: worker: \"x\" is not a known worker, correct it or add it to workers.csv",
                        "duties.csv:2: area: \"y\" is not a known area, correct it or add it to areas.csv"));
    }

    private static Arguments bad(String kind, String text, String... complaints) {
        return Arguments.of(kind, text, List.of(complaints));
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void everyBadCellIsReportedWithItsPlaceAndWhatToDo(String kind, String text, List<String> complaints) {
        Path file = new RegistryFiles(folder).write(kind + ".csv", text);
        assertThat(refusalOf(file)).map(BadCell::toString).containsExactlyElementsOf(complaints);
    }

    @Test
    void endsThatDoNotFollowStartsAreReported() {
        Path file = new RegistryFiles(folder).write("roster.csv", """
                worker,grid,duty,starts,ends
                x,y,,2026-03-21 08:00+08:00,2026-03-21T00:00Z
                """);
        assertThat(refusalOf(file))
                .map(BadCell::toString)
                .contains("roster.csv:2: ends: \"2026-03-21T00:00:00Z\" is not after starts, correct one of them");
    }

    @Test
    void aFileInAnotherEncodingIsReportedWithTheFirstLineThatShowsIt() throws IOException {
        String text = "code,name,level,parent\na,A,city,\nb,云河,county,a\n";
        Path file = Files.write(folder.resolve("areas.csv"), text.getBytes(Charset.forName("GB18030")));
        assertThat(refusalOf(file))
                .map(BadCell::toString)
                .containsExactly("areas.csv:3: is not UTF-8, save the file as CSV UTF-8");
    }

    @Test
    void linesAreCountedAsAnEditorCountsThem() {
        Path file = new RegistryFiles(folder)
                .write("areas.csv", "code,name,level,parent\r\n\r\na,\"A\r\nB\",city,\r\nb,B,village,\r\n");
        assertThat(refusalOf(file)).map(BadCell::line).containsExactly(5L);
    }

    @Test
    void afterAHundredBadCellsTheRestIsCounted() {
        String rows =
                IntStream.range(0, 250).mapToObj(i -> "a" + i + ",A,village,\n").collect(Collectors.joining());
        Path file = new RegistryFiles(folder).write("areas.csv", "code,name,level,parent\n" + rows);
        List<BadCell> cells = refusalOf(file);
        assertThat(cells).hasSize(101);
        assertThat(cells.getLast()).hasToString("areas.csv: and 150 more");
    }

    @Test
    void aMissingFileIsReported() {
        assertThat(refusalOf(folder.resolve("bands.csv")))
                .singleElement()
                .asString()
                .startsWith("bands.csv: there is no such file");
    }

    @Test
    void aFileWhoseNameDoesNotTellItsKindIsReported() {
        Path file = new RegistryFiles(folder).write("list.csv", "code\n");
        assertThat(refusalOf(file)).singleElement().asString().startsWith("list.csv: the name does not tell");
    }

    private static List<BadCell> refusalOf(Path file) {
        CsvImport imports = new CsvImport(database.jdbi(), new SettableClock("2026-03-21T00:00:00Z"));
        ImportRefused refused = catchThrowableOfType(ImportRefused.class, () -> imports.importFiles(List.of(file)));
        assertThat(refused).isNotNull();
        return refused.badCells();
    }
}
