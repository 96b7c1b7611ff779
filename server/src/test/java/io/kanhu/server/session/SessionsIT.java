package io.kanhu.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kanhu.database.TestDatabase;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionsIT {
    private static final Duration DAY = Duration.ofDays(1);

    private final TestDatabase database = TestDatabase.fresh();
    private final Users users = new Users(database.jdbi(), new Passwords());
    private boolean isAway;
    private final Sessions sessions = new Sessions(
            Jdbi.create(() -> {
                if (isAway) {
                    throw new SQLException("away");
                }
                return database.dataSource().getConnection();
            }),
            Clock.systemUTC(),
            DAY,
            DAY);

    @BeforeEach
    void aSupervisor() {
        users.put("zhao", "first", Role.SUPERVISOR, null);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whoHasOnlyJustLoggedInIsBelievedWhileTheDatabaseIsAway() {
        String token = logIn();
        isAway = true;
        assertThat(sessions.find(token)).map(User::name).contains("zhao");
    }

    @Test
    void whoHasLoggedOutIsNot() {
        String token = logIn();
        sessions.close(token);
        assertThat(sessions.find(token)).isEmpty();
        isAway = true;
        assertThatThrownBy(() -> sessions.find(token)).isInstanceOf(ConnectionException.class);
    }

    private String logIn() {
        return sessions.open(users.find("zhao", "first").orElseThrow(), new Origin("127.0.0.1", "a browser"));
    }
}
