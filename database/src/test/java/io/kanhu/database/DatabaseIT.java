package io.kanhu.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kanhu.database.TestDatabase.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DatabaseIT {
    private final TestDatabase.Blank server = TestDatabase.blank(Kind.PLAIN);
    private final Database database = Database.open(server.target(), 1, Duration.ofSeconds(20));

    @AfterEach
    void close() {
        database.close();
        server.close();
    }

    @Test
    void whoHasConnectionsApartWaitsForNobodyElse() throws SQLException {
        DataSource apart = database.apart("test", 1);
        try (Connection reader = database.dataSource().getConnection();
                Connection writer = apart.getConnection();
                Statement asked = writer.createStatement();
                ResultSet setting = asked.executeQuery("SHOW synchronous_commit")) {
            assertThat(reader.isValid(1)).isTrue();
            setting.next();
            assertThat(setting.getString(1)).isEqualTo("on");
        }
    }

    @Test
    @Timeout(60)
    void whoWaitsForAConnectionIsCountedWhereverThatIs() throws Exception {
        DataSource apart = database.apart("test", 1);
        for (DataSource pool : List.of(database.dataSource(), apart)) {
            Thread other;
            try (Connection taken = pool.getConnection()) {
                assertThat(database.waiting()).isZero();
                other = Thread.startVirtualThread(() -> takeFrom(pool));
                while (database.waiting() == 0) {
                    assertThat(taken.isValid(1)).isTrue();
                }
                assertThat(database.waiting()).isEqualTo(1);
            }
            other.join();
        }
    }

    @Test
    void connectionsApartEndWithTheOthers() {
        DataSource apart = database.apart("test", 1);
        database.close();
        assertThatThrownBy(apart::getConnection).isInstanceOf(SQLException.class);
    }

    @Test
    void aPreparedConnectionPlansOnceForWhateverValues() throws SQLException {
        try (Connection connection = database.prepared("test").getConnection()) {
            for (int id = 1; id <= 3; id++) {
                try (PreparedStatement statement = connection.prepareStatement("SELECT ? + 1")) {
                    statement.setInt(1, id);
                    statement.executeQuery().close();
                }
            }
            try (Statement asked = connection.createStatement();
                    ResultSet plans = asked.executeQuery(
                            "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE '%+ 1'")) {
                assertThat(plans.next()).isTrue();
                assertThat(plans.getInt("generic_plans")).isEqualTo(3);
                assertThat(plans.getInt("custom_plans")).isZero();
            }
        }
    }

    private static void takeFrom(DataSource pool) {
        try {
            pool.getConnection().close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
