package io.kanhu.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kanhu.database.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UsersIT {
    private final TestDatabase database = TestDatabase.fresh();
    private final Users users = new Users(database.jdbi(), new Passwords());

    @BeforeEach
    void aWorker() {
        database.jdbi().useHandle(handle -> handle.execute("INSERT INTO worker (code, name) VALUES ('W-1', 'Deng')"));
        users.put("deng", "first", Role.WORKER, "W-1");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aWorkerIsOneUserAndTheSecondIsToldWhoIsTheFirst() {
        assertThatThrownBy(() -> users.put("deng2", "second", Role.WORKER, "W-1"))
                .isInstanceOf(WorkerTaken.class)
                .hasMessageContainingAll("W-1", "the user deng already");
        assertThat(users.exists("deng2")).isFalse();
    }

    @Test
    void puttingAUserAgainGivesThemANewPassword() {
        users.put("deng", "second", Role.WORKER, "W-1");
        assertThat(users.find("deng", "first")).isEmpty();
        assertThat(users.find("deng", "second")).isPresent();
    }

    @Test
    void aWorkerThatNobodyRegisteredIsNamed() {
        assertThatThrownBy(() -> users.put("ann", "p", Role.WORKER, "W-2"))
                .isInstanceOf(UnknownWorker.class)
                .hasMessageContaining("W-2");
    }
}
