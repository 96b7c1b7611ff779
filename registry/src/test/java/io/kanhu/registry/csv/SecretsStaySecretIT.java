package io.kanhu.registry.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kanhu.database.SettableClock;
import io.kanhu.database.TestDatabase;
import io.kanhu.registry.RegistryFiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class SecretsStaySecretIT {
    private static final String TOKEN = "tellNobody";
    private static TestDatabase database;

    private final Logger root = (Logger) LoggerFactory.getLogger("ROOT");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private CsvImport imports;

    @TempDir
    Path folder;

    @BeforeAll
    static void openDatabase() {
        database = TestDatabase.fresh();
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void listen() {
        imports = new CsvImport(database.jdbi(), new SettableClock("2026-03-21T00:00:00Z"));
        log.start();
        root.setLevel(Level.DEBUG);
        root.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(log);
        root.setLevel(Level.ERROR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "band,secret,wearer\nb1,tellNobody,\n",
                "band,secret,wearer\nb1,tellNobody-0123456789 ,\n",
                "band,secret,wearer\nb1,tellNobody-0123456789,,,\n",
                "band,secret,wearer\nb1,\"tellNobody-0123456789,\n",
                "band,secret,wearer\nb1,\"tellNobody\"-0123456789,\n",
                "band,secret,wearer\nb 1,tellNobody-0123456789,\n",
                "band,wearer\nb1,tellNobody-0123456789\n"
            })
    void noRefusalShowsASecret(String text) {
        Path file = new RegistryFiles(folder).write("bands.csv", text);
        Throwable refused = catchThrowable(() -> imports.importBands(file));
        assertThat(refused).isInstanceOf(ImportRefused.class);
        assertThat(everythingAbout(refused)).doesNotContain(TOKEN);
    }

    @Test
    void aFailureOfTheDatabaseShowsNeitherSecretsNorPeople() {
        Path file = new RegistryFiles(folder)
                .write("bands.csv", "band,secret,wearer,name\nb9,tellNobody-0123456789,w9,孙玉珍\n");
        database.jdbi().useHandle(handle -> handle.execute("ALTER TABLE band RENAME TO mislaid"));
        try {
            Throwable failed = catchThrowable(() -> imports.importBands(file));
            assertThat(failed).isNotNull();
            assertThat(everythingAbout(failed)).doesNotContain(TOKEN).doesNotContain("孙玉珍");
        } finally {
            database.jdbi().useHandle(handle -> handle.execute("ALTER TABLE mislaid RENAME TO band"));
        }
    }

    @Test
    void aSuccessfulImportLogsNoSecret() {
        Path file = new RegistryFiles(folder).write("bands.csv", "band,secret,wearer\nb1,tellNobody-0123456789,\n");
        imports.importBands(file);
        assertThat(log.list)
                .isNotEmpty()
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line -> line.contains(TOKEN));
    }

    private String everythingAbout(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        log.list.forEach(event -> text.append(event.getFormattedMessage()).append('\n'));
        return text.toString();
    }
}
