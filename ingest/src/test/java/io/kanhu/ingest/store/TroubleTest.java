package io.kanhu.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.mapper.NoSuchMapperException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TroubleTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08006", "0A000", "25006", "26000", "28P01", "3D000", "3F000", "40001", "40P01", "53100", "53300",
                "55P03", "57P01", "57014", "58030", "72000", "99999", "F0000", "XX000", "42501", "42P01", "42703"
            })
    void aDatabaseThatCannotStoreJustNowIsWaitedFor(String state) {
        assertThat(Trouble.of(new SQLException("no", state))).isEqualTo(Trouble.AWAY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"22021", "22003", "23502", "23514"})
    void aRowThatTheDatabaseWillNeverHaveIsOfTheMessage(String state) {
        assertThat(Trouble.of(new SQLException("no", state))).isEqualTo(Trouble.OF_THE_MESSAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"07006", "21000", "42601", "42804", "42883", "54000", "P0001"})
    void aStatementThatCannotWorkIsOurs(String state) {
        assertThat(Trouble.of(new SQLException("no", state))).isEqualTo(Trouble.OURS);
    }

    @Test
    void noConnectionIsWaitedForEvenIfItHasNoState() {
        List<SQLException> failures = List.of(
                new SQLTransientConnectionException("kanhu - Connection is not available, request timed out"),
                new SQLRecoverableException("the line is dead"),
                new SQLNonTransientConnectionException("the line is dead"),
                new SQLException("the pool has been closed"),
                new SQLException("no state to speak of", ""));
        assertThat(failures).allSatisfy(failure -> {
            assertThat(Trouble.of(failure)).isEqualTo(Trouble.AWAY);
            assertThat(Trouble.of(new ConnectionException(failure))).isEqualTo(Trouble.AWAY);
        });
    }

    @Test
    void whatTheDatabaseSaidCountsHoweverDeepItIsWrapped() {
        Exception wrapped =
                new IllegalStateException("cannot raise", new RuntimeException(new SQLException("deadlock", "40P01")));
        assertThat(Trouble.of(wrapped)).isEqualTo(Trouble.AWAY);
    }

    @Test
    void whatTheDatabaseHadNoPartInIsOurs() {
        assertThat(List.of(
                        new IllegalStateException("a bug"),
                        new NoSuchMapperException("a bug around a statement"),
                        new SQLFeatureNotSupportedException("never")))
                .allSatisfy(failure -> assertThat(Trouble.of(failure)).isEqualTo(Trouble.OURS));
    }
}
