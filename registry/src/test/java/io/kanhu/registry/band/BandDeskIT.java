package io.kanhu.registry.band;

import static io.kanhu.registry.RegistryFiles.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.kanhu.database.SettableClock;
import io.kanhu.database.TestDatabase;
import io.kanhu.registry.Band;
import io.kanhu.registry.BandDirectory;
import io.kanhu.registry.RegistryFiles;
import io.kanhu.registry.Scope;
import io.kanhu.registry.WearerSearch;
import io.kanhu.registry.Worn;
import io.kanhu.registry.band.BandDesk.HandOut;
import io.kanhu.registry.band.BandList.Where;
import io.kanhu.registry.csv.CsvImport;
import io.kanhu.registry.csv.Kind;
import io.kanhu.registry.csv.Upload;
import io.kanhu.registry.enrol.CodeTaken;
import io.kanhu.registry.enrol.EnrolDesk;
import io.kanhu.registry.enrol.Enrolled;
import io.kanhu.registry.enrol.Enrolment;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Li wears b1, which a file brought; Zhao has none. b2 is in stock. */
class BandDeskIT {
    private static final TestDatabase database = TestDatabase.fresh();

    private final SettableClock clock = new SettableClock("2026-03-21T00:00:00Z");
    private CsvImport files;
    private BandDesk desk;
    private BandList list;
    private BandDirectory directory;

    @BeforeEach
    void open(@TempDir Path folder) {
        database.jdbi()
                .useHandle(handle -> List.of("band_assignment", "band", "contact", "wearer")
                        .forEach(table -> handle.execute("DELETE FROM " + table)));
        files = new CsvImport(database.jdbi(), clock);
        RegistryFiles town = new RegistryFiles(folder).withTown();
        town.write("bands.csv", "band,secret,wearer\nb1," + secret("b1") + ",li\n");
        files.importDirectory(town.folder());
        desk = new BandDesk(database.jdbi(), clock);
        list = new BandList(database.jdbi());
        directory = new BandDirectory(database.jdbi(), clock);
        desk.register("b2", "W1");
        clock.set("2026-05-01T06:30:00Z");
    }

    @AfterEach
    void forget() {
        directory.close();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void aBandThatIsHandedOutBelongsToItsWearerFromThatMomentOn() {
        desk.handOut(new HandOut("b2", wearer("zhao"), false, null), "operator");
        assertThat(wornAt("b2", "2026-05-01T06:29:59Z")).isNull();
        assertThat(wornAt("b2", "2026-05-01T06:30:00Z")).isEqualTo(wearer("zhao"));
        assertThat(list.history("b2")).singleElement().satisfies(handing -> {
            assertThat(handing.code()).isEqualTo("zhao");
            assertThat(handing.begunBy()).isEqualTo("operator");
        });
    }

    @Test
    void aSwapTakesOneBackAndGivesTheOtherOutAtOneMoment() {
        desk.handOut(new HandOut("b2", wearer("li"), false, "b1"), "operator");
        Instant moment = Instant.parse("2026-05-01T06:30:00Z");
        Instant known = Instant.parse("2026-04-01T00:00:00Z");
        // The file said nothing of since when: for people, since the band is known here.
        database.jdbi().useHandle(h -> h.execute("UPDATE band SET created_at = ?", known.atOffset(ZoneOffset.UTC)));
        assertThat(list.historyOf(wearer("li")))
                .extracting(Handing::band, Handing::from, Handing::until)
                .containsExactly(tuple("b2", moment, null), tuple("b1", known, moment));
        assertThat(wornAt("b1", "2026-05-01T06:29:59Z")).isEqualTo(wearer("li"));
        assertThat(wornAt("b1", "2026-05-01T06:30:00Z")).isNull();
    }

    @Test
    void aSecondBandIsLentBesideOnesOwnAndOtherwiseRefused() {
        HandOut second = new HandOut("b2", wearer("li"), false, null);
        assertThatThrownBy(() -> desk.handOut(second, "operator"))
                .isInstanceOf(BandRefused.class)
                .hasMessageContaining("has band b1 already; swap the two, or lend this one");
        desk.handOut(new HandOut("b2", wearer("li"), true, null), "operator");
        assertThat(list.find(Scope.CITY, "", Where.LENT, 10))
                .extracting(ShelvedBand::id)
                .containsExactly("b2");
        assertThat(list.find(Scope.CITY, "李", Where.OUT, 10))
                .extracting(ShelvedBand::id)
                .containsExactly("b1", "b2");
    }

    @Test
    void ofTwoWhoHandOutOneBandTheSecondIsToldWhoHasIt() throws InterruptedException {
        long zhao = wearer("zhao");
        long wu = new EnrolDesk(database.jdbi(), files, desk)
                .enrol(new Enrolment(Map.of("name", "吴秀英"), List.of(), null), "operator")
                .id();
        Callable<Boolean> first = () -> handedOut(new HandOut("b2", zhao, false, null));
        Callable<Boolean> second = () -> handedOut(new HandOut("b2", wu, false, null));
        try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(both.invokeAll(List.of(first, second)).stream().map(BandDeskIT::got))
                    .containsExactlyInAnyOrder(true, false);
        }
        assertThatThrownBy(() -> desk.handOut(new HandOut("b2", zhao, false, null), "operator"))
                .hasMessageContaining("b2 is with wearer ");
        assertThat(list.history("b2")).hasSize(1);
    }

    @Test
    void aLostBandIsTakenBackMayNotConnectAndIsNotHandedOutUntilItIsFound() {
        assertThatThrownBy(() -> desk.setCondition("b1", Condition.LOST)).hasMessageContaining("take it back first");
        desk.takeBack("b1", null, Condition.LOST, "care");
        directory.refresh();
        assertThat(Objects.requireNonNull(directory.find("b1")).disabled()).isTrue();
        HandOut again = new HandOut("b1", wearer("zhao"), false, null);
        assertThatThrownBy(() -> desk.handOut(again, "care")).hasMessageContaining("is lost, broken or disabled");
        assertThatThrownBy(() -> desk.takeBack("b1", null, Condition.FINE, "care"))
                .hasMessageContaining("in stock already");
        desk.setCondition("b1", Condition.FINE);
        desk.handOut(again, "care");
        directory.refresh();
        assertThat(Objects.requireNonNull(directory.find("b1")).disabled()).isFalse();
    }

    @Test
    void aNewSecretIsTheOnlyOneFromThenOnAndNoTextShowsIt() {
        NewSecret secret = desk.renewSecret("b1");
        directory.refresh();
        Band band = Objects.requireNonNull(directory.find("b1"));
        assertThat(band.accepts(secret("b1").getBytes(StandardCharsets.UTF_8))).isFalse();
        assertThat(band.accepts(secret.token().getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(secret.toString()).doesNotContain(secret.token());
        assertThat(secret.label()).isEqualTo("kanhu:v1:b1:" + secret.token());
        assertThatThrownBy(() -> desk.register("b1", null)).hasMessageContaining("a band b1 already");
        assertThatThrownBy(() -> desk.renewSecret("b9")).hasMessageContaining("no band b9");
    }

    @Test
    void whoIsEnrolledAtTheDeskGetsANumberContactsAndABandOrNothing() {
        EnrolDesk enrol = new EnrolDesk(database.jdbi(), files, desk);
        Map<String, String> wearer = Map.of("name", "孙玉兰", "grid", "g2", "sex", "女");
        Map<String, String> son = Map.of("name", "孙强", "phone", "000-0003-0001");
        assertThatThrownBy(() -> enrol.enrol(new Enrolment(wearer, List.of(son), "b1"), "care"))
                .isInstanceOf(BandRefused.class);
        assertThatThrownBy(() -> enrol.enrol(
                        new Enrolment(Map.of("name", "甲", "born", "1948"), List.of(Map.of("name", "乙")), null), "care"))
                .hasMessageContaining("wearers.csv:2: born: \"1948\" is not a date")
                .hasMessageContaining("contacts.csv:2: phone: is empty");
        assertThat(found("孙")).isEmpty();

        Enrolled enrolled = enrol.enrol(new Enrolment(wearer, List.of(son), "b2"), "care");
        assertThat(enrolled.code()).matches("K\\d{6}");
        assertThat(enrolled.bands()).containsExactly("b2");
        assertThat(found("孙")).containsExactly(enrolled.id() + " [b2]");
        assertThatThrownBy(() -> enrol.enrol(new Enrolment(Map.of("name", "丙", "code", "li"), List.of(), null), "care"))
                .isInstanceOf(CodeTaken.class);
    }

    private List<String> found(String text) {
        return new WearerSearch(database.jdbi())
                .find(new WearerSearch.Wanted(text, null, null), null, clock.instant(), 10).stream()
                        .map(one -> one.id() + " " + one.bands())
                        .toList();
    }

    @Test
    void aFileIsLookedAtWithoutWritingAndReadAsASpreadsheetWroteIt() {
        String text = "wearer,name,relation,phone,priority,key_holder\nli,李明,儿子,000-0003-0001,1,是\n";
        Upload chinese = Upload.of(Kind.CONTACTS, text.getBytes(Charset.forName("GB18030")));
        assertThat(chinese.charset()).isEqualTo("GB18030");
        assertThat(files.check(chinese).of(Kind.CONTACTS).added()).isEqualTo(1);
        assertThat(files.check(chinese).of(Kind.CONTACTS).added()).isEqualTo(1);
        assertThat(files.importUpload(chinese).of(Kind.CONTACTS).added()).isEqualTo(1);
        assertThat(files.check(Upload.of(Kind.CONTACTS, text)).of(Kind.CONTACTS).unchanged())
                .isEqualTo(1);
        assertThat(Upload.of(Kind.CONTACTS, text).sha256()).isNotEqualTo(chinese.sha256());
    }

    private boolean handedOut(HandOut wish) {
        try {
            desk.handOut(wish, "operator");
            return true;
        } catch (BandRefused e) {
            return false;
        }
    }

    private static boolean got(Future<Boolean> answer) {
        try {
            return answer.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private @Nullable Long wornAt(String band, String at) {
        directory.refresh();
        Worn worn = Objects.requireNonNull(directory.find(band)).wearerAt(Instant.parse(at));
        return worn == null ? null : worn.wearerId();
    }

    private long wearer(String code) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT id FROM wearer WHERE code = :code")
                        .bind("code", code)
                        .mapTo(long.class)
                        .one());
    }
}
