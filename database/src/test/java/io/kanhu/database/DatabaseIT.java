package io.kanhu.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kanhu.database.TestDatabase.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
    void connectionsApartEndWithTheOthers() {
        DataSource apart = database.apart("test", 1);
        database.close();
        assertThatThrownBy(apart::getConnection).isInstanceOf(SQLException.class);
    }
}
