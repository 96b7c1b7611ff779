package io.kanhu.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.database.SettableClock;
import io.kanhu.database.TestDatabase;
import io.kanhu.registry.WearerProfile.Contact;
import io.kanhu.registry.WearerProfile.Home;
import io.kanhu.registry.csv.CsvImport;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WearersIT {
    private static TestDatabase database;

    @BeforeAll
    static void open(@TempDir Path folder) {
        database = TestDatabase.fresh();
        new RegistryFiles(folder).withTown().write("contacts.csv", """
                wearer,name,relation,phone,priority,key_holder
                li,李海涛,儿子,000-0003-0001,2,no
                li,李婷婷,女儿,000-0003-0002,1,yes
                li,周建国,,000-0003-0003,2,
                """);
        new CsvImport(database.jdbi(), new SettableClock("2026-03-21T00:00:00Z")).importDirectory(folder);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void aProfileHoldsWhatAWorkerAtTheDoorNeeds() {
        WearerProfile li = profile("li");
        assertThat(li)
                .isEqualTo(new WearerProfile(
                        li.id(),
                        "li",
                        "李桂英",
                        LocalDate.of(1941, 3, 21),
                        "f",
                        "000-0002-0001",
                        "柳泉街道3号楼2单元501室",
                        "钥匙在邻居处",
                        "高血压",
                        "high",
                        li.gridId(),
                        "第一网格",
                        new Home(35.0312, 110.9921),
                        List.of(
                                new Contact("李婷婷", "女儿", "000-0003-0002", 1, true),
                                new Contact("李海涛", "儿子", "000-0003-0001", 2, false),
                                new Contact("周建国", null, "000-0003-0003", 2, false))));
    }

    @Test
    void whatIsNotKnownIsNull() {
        WearerProfile zhao = profile("zhao");
        assertThat(zhao.ageOn(LocalDate.of(2026, 3, 21))).isNull();
        assertThat(zhao.home()).isNull();
        assertThat(zhao.phone()).isNull();
        assertThat(zhao.risk()).isEqualTo("ordinary");
        assertThat(zhao.contacts()).isEmpty();
    }

    @Test
    void ageCountsFullYears() {
        assertThat(profile("li").ageOn(LocalDate.of(2026, 3, 20))).isEqualTo(84);
        assertThat(profile("li").ageOn(LocalDate.of(2026, 3, 21))).isEqualTo(85);
    }

    @Test
    void nobodyHasAnUnknownId() {
        assertThat(new Wearers(database.jdbi()).profile(4711)).isEmpty();
    }

    private static WearerProfile profile(String code) {
        long id = database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT id FROM wearer WHERE code = :code")
                        .bind("code", code)
                        .mapTo(Long.class)
                        .one());
        return new Wearers(database.jdbi()).profile(id).orElseThrow();
    }
}
