package io.kanhu.registry;

import static io.kanhu.registry.RegistryFiles.secret;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kanhu.database.Database;
import io.kanhu.database.SettableClock;
import io.kanhu.database.TestDatabase;
import io.kanhu.registry.csv.CsvImport;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class BandDirectoryIT {
    private final SettableClock clock = new SettableClock("2026-03-21T00:00:00Z");
    private TestDatabase database;
    private Database elsewhere;
    private CsvImport imports;
    private RegistryFiles files;
    private BandDirectory directory;

    @BeforeEach
    void open(@TempDir Path folder) {
        database = TestDatabase.fresh();
        elsewhere = Database.open(database.target(), 2, Duration.ofSeconds(20));
        imports = new CsvImport(elsewhere.jdbi(), clock);
        files = new RegistryFiles(folder);
        imports.importDirectory(files.withTown().folder());
        directory = new BandDirectory(database.jdbi(), clock);
    }

    @AfterEach
    void close() {
        directory.close();
        elsewhere.close();
        database.close();
    }

    @Test
    void aBandImportedElsewhereIsSeenByTheNextRefresh() {
        directory.refresh();
        importBands("b1," + secret("b1") + ",li");
        assertThat(directory.find("b1")).isNull();
        directory.refresh();
        Band band = found("b1");
        assertThat(band.accepts(secret("b1").getBytes(UTF_8))).isTrue();
        assertThat(band.accepts(secret("b2").getBytes(UTF_8))).isFalse();
        assertThat(wornNow(band)).isEqualTo(new Worn(idOf("wearer", "li"), idOf("grid", "g1"), Instant.EPOCH, null));
    }

    @Test
    void aRunningDirectoryKeepsUpByItself() {
        directory.start();
        importBands("b1," + secret("b1") + ",li");
        await().atMost(Duration.ofSeconds(2)).until(() -> directory.find("b1") != null);
    }

    @Test
    void aNewSecretReplacesTheOldOne() {
        importBands("b1," + secret("old") + ",");
        directory.refresh();
        importBands("b1," + secret("new") + ",");
        directory.refresh();
        assertThat(found("b1").accepts(secret("new").getBytes(UTF_8))).isTrue();
        assertThat(found("b1").accepts(secret("old").getBytes(UTF_8))).isFalse();
    }

    @Test
    void aMovedBandKnowsBothItsWearers() {
        importBands("b1," + secret("b1") + ",li");
        directory.refresh();
        clock.set("2026-05-01T00:00:00Z");
        importBands("b1," + secret("b1") + ",zhao");
        directory.refresh();
        Instant moved = clock.instant();
        assertThat(found("b1").wearerAt(moved.minusMillis(1)))
                .isEqualTo(new Worn(idOf("wearer", "li"), idOf("grid", "g1"), Instant.EPOCH, moved));
        assertThat(found("b1").wearerAt(moved))
                .isEqualTo(new Worn(idOf("wearer", "zhao"), idOf("grid", "g2"), moved, null));
    }

    @Test
    void aWearerWhoMovesHouseTakesTheBandAlong() {
        importBands("b1," + secret("b1") + ",li");
        directory.refresh();
        files.write("wearers.csv", RegistryFiles.WEARERS.replace(",g1,", ",g2,"));
        imports.importFiles(List.of(files.path("wearers.csv")));
        directory.refresh();
        assertThat(wornNow(found("b1"))).extracting(Worn::gridId).isEqualTo(idOf("grid", "g2"));
    }

    @Test
    void aBandCanBeDisabledAndEnabled() {
        importBands("b1," + secret("b1") + ",");
        directory.refresh();
        imports.importBands(files.write("bands.csv", "band,secret,wearer,disabled\nb1," + secret("b1") + ",,yes\n"));
        directory.refresh();
        assertThat(found("b1").disabled()).isTrue();
    }

    @Test
    void whatDidNotChangeIsNotReadAgain() {
        importBands("b1," + secret("b1") + ",\nb2," + secret("b2") + ",");
        directory.refresh();
        Band before = found("b1");
        importBands("b1," + secret("b1") + ",\nb2," + secret("b3") + ",");
        directory.refresh();
        assertThat(found("b1")).isSameAs(before);
    }

    @Test
    void itsAgeIsTheTimeSinceTheLastRefreshThatSucceeded() {
        directory.refresh();
        clock.set("2026-03-21T00:00:07Z");
        assertThat(directory.age()).isEqualTo(Duration.ofSeconds(7));
        rename("band", "mislaid");
        assertThatThrownBy(directory::refresh).isInstanceOf(RuntimeException.class);
        assertThat(directory.age()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void aDatabaseThatFailsIsLoggedOnceAndTriedUntilItAnswers() {
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        ((Logger) LoggerFactory.getLogger(BandDirectory.class)).addAppender(log);
        importBands("b1," + secret("b1") + ",");
        CountingClock counting = new CountingClock();
        try (BandDirectory running = new BandDirectory(database.jdbi(), counting)) {
            running.start();
            rename("band", "mislaid");
            int before = counting.asked;
            await().until(() -> counting.asked >= before + 3);
            assertThat(running.find("b1")).isNotNull();
            rename("mislaid", "band");
            importBands("b2," + secret("b2") + ",");
            await().until(() -> running.find("b2") != null);
            await().until(() -> log.list.size() == 2);
        }
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        line -> assertThat(line).contains("cannot refresh"),
                        line -> assertThat(line).contains("up to date again"));
    }

    /** Counts how often the directory began a refresh. */
    private static final class CountingClock extends Clock {
        private volatile int asked;

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // only the directory's one thread asks
        public Instant instant() {
            asked++;
            return Instant.EPOCH;
        }

        @Override
        public java.time.ZoneId getZone() {
            return java.time.ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }

    private void importBands(String rows) {
        imports.importBands(files.write("bands.csv", "band,secret,wearer\n" + rows + "\n"));
    }

    private Band found(String id) {
        Band band = directory.find(id);
        assertThat(band).isNotNull();
        return java.util.Objects.requireNonNull(band);
    }

    private @Nullable Worn wornNow(Band band) {
        return band.wearerAt(clock.instant());
    }

    private void rename(String table, String to) {
        elsewhere.jdbi().useHandle(handle -> handle.execute("ALTER TABLE " + table + " RENAME TO " + to));
    }

    private long idOf(String table, String code) {
        return elsewhere
                .jdbi()
                .withHandle(handle -> handle.createQuery("SELECT id FROM " + table + " WHERE code = :code")
                        .bind("code", code)
                        .mapTo(Long.class)
                        .one());
    }
}
