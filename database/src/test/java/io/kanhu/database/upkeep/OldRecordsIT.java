package io.kanhu.database.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.database.TestDatabase;
import java.time.Clock;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OldRecordsIT {
    private static final Keep KEEP = new Keep(40, 100, 7, 20, 1000, 2000);
    private TestDatabase database;
    private Jdbi jdbi;

    @BeforeEach
    void open() {
        database = TestDatabase.fresh();
        jdbi = database.jdbi();
        jdbi.useHandle(h -> {
            h.execute("INSERT INTO area (code, name, level) VALUES ('A', 'Area', 'community')");
            h.execute("INSERT INTO grid (code, name, area_id) VALUES ('G', 'Grid', 1)");
            h.execute("INSERT INTO wearer (code, name, grid_id) VALUES ('W', 'Ann', 1)");
            h.execute("INSERT INTO app_user (name, password_hash, role) VALUES ('eve', 'x', 'care')");
        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anAlertThatEndedLongAgoGoesWithAllThatBelongsToItAndTheLooksStayForTheirOwnTime() {
        alert("closed", 1100);
        alert("resolved", 1050);
        alert("closed", 900);
        alert("raised", 1300);
        look(1, 1100);
        look(3, 2100);
        new OldRecords(jdbi, KEEP, Clock.systemUTC()).forget();
        assertThat(count("SELECT count(*) FROM alert"))
                .as("the young and the open")
                .isEqualTo(2);
        assertThat(count("SELECT count(*) FROM alert_event")).isEqualTo(2);
        assertThat(count("SELECT count(*) FROM notification")).isEqualTo(2);
        assertThat(count("SELECT count(*) FROM sos_press")).isEqualTo(2);
        assertThat(count("SELECT count(*) FROM audit_read")).isOne();
        assertThat(count("SELECT count(*) FROM audit_read WHERE alert_id IS NULL"))
                .isOne();
    }

    @Test
    void aSelfTestIsKeptForADay() {
        jdbi.useHandle(h -> {
            h.execute(
                    "INSERT INTO wearer (code, name, grid_id, synthetic) VALUES ('selftest-1', 'selftest-1', 1, true)");
            h.execute("""
                    WITH tests AS (
                      INSERT INTO alert (kind, severity, state, wearer_id, band, raised_at, received_at, closed_at)
                      SELECT 'sos', 'emergency', state, id, 'selftest-1', at, at, at FROM wearer,
                             (VALUES ('closed', now() - INTERVAL '25 hours'), ('closed', now() - INTERVAL '23 hours'),
                                     ('acknowledged', now() - INTERVAL '26 hours')) AS t (state, at)
                       WHERE synthetic RETURNING id, wearer_id, raised_at)
                    INSERT INTO sos_press (band, press_id, device_millis, wearer_id, pressed_at, received_at, clock_believed, alert_id)
                    SELECT 'selftest-1', id::text, id, wearer_id, raised_at, raised_at, true, id FROM tests
                    """);
        });
        alert("closed", 2);
        new OldRecords(jdbi, KEEP, Clock.systemUTC()).forget();
        assertThat(count("SELECT count(*) FROM alert WHERE band = 'selftest-1'"))
                .as("the young and the open")
                .isEqualTo(2);
        assertThat(count("SELECT count(*) FROM sos_press WHERE band = 'selftest-1'"))
                .isEqualTo(2);
        assertThat(count("SELECT count(*) FROM alert WHERE band <> 'selftest-1'"))
                .as("somebody's")
                .isOne();
    }

    @Test
    void allOfThemGoHoweverManyThereAre() {
        jdbi.useHandle(h -> h.execute("""
                INSERT INTO sos_press (band, press_id, device_millis, pressed_at, received_at, clock_believed)
                SELECT 'b', n::text, n, now() - INTERVAL '1001 days', now() - INTERVAL '1001 days', true FROM generate_series(1, 2500) n
                """));
        new OldRecords(jdbi, KEEP, Clock.systemUTC()).forget();
        assertThat(count("SELECT count(*) FROM sos_press")).isZero();
    }

    @Test
    void whatBandsWereAskedAndWhereSomebodyWasLastIsNotKeptForEverEither() {
        jdbi.useHandle(h -> {
            h.execute("""
                    INSERT INTO notification (step, channel, band, created_at, next_attempt_at)
                    SELECT 0, 'band', 'b', at, at FROM unnest(ARRAY[now() - INTERVAL '1001 days', now() - INTERVAL '999 days']) AS at
                    """);
            h.execute("INSERT INTO wearer (code, name, grid_id) VALUES ('V', 'Bea', 1)");
            h.execute("""
                    INSERT INTO wearer_state (wearer_id, band, heard_at, latitude, longitude, accuracy, fix_at, heart_rate, heart_rate_at)
                    SELECT id, code, now(), 30, 120, 5, CASE code WHEN 'W' THEN now() - INTERVAL '8 days' ELSE now() END, 70, now()
                      FROM wearer
                    """);
        });
        new OldRecords(jdbi, KEEP, Clock.systemUTC()).forget();
        assertThat(count("SELECT count(*) FROM notification")).isOne();
        assertThat(count("SELECT count(*) FROM wearer_state WHERE heart_rate = 70"))
                .isEqualTo(2);
        assertThat(
                        count(
                                "SELECT count(*) FROM wearer_state WHERE num_nulls(latitude, longitude, accuracy, fix_at) = 4 AND band = 'W'"))
                .isOne();
        assertThat(count("SELECT count(*) FROM wearer_state WHERE latitude IS NOT NULL AND band = 'V'"))
                .isOne();
    }

    private void alert(String state, int daysAgo) {
        jdbi.useHandle(h -> {
            long id = h.createQuery("""
                            INSERT INTO alert (kind, severity, state, band, raised_at, received_at)
                            SELECT 'sos', 'emergency', :state, 'b' || :days, at, at FROM (SELECT now() - make_interval(days => :days)) AS t (at)
                            RETURNING id
                            """)
                    .bind("state", state)
                    .bind("days", daysAgo)
                    .mapTo(long.class)
                    .one();
            h.execute("INSERT INTO alert_event (alert_id, at, kind, actor) VALUES (?, now(), 'raised', 'kanhu')", id);
            h.execute(
                    "INSERT INTO notification (alert_id, step, channel, band, created_at, next_attempt_at) VALUES (?, 0, 'band', 'b', now(), now())",
                    id);
            h.execute("""
                    INSERT INTO sos_press (band, press_id, device_millis, pressed_at, received_at, clock_believed, alert_id)
                    SELECT band, id::text, 1, raised_at, raised_at, true, id FROM alert WHERE id = ?
                    """, id);
        });
    }

    private void look(long alert, int daysAgo) {
        jdbi.useHandle(h -> h.execute(
                "INSERT INTO audit_read (at, user_id, wearer_id, what, alert_id) VALUES (now() - make_interval(days => ?), 1, 1, 'profile', ?)",
                daysAgo,
                alert));
    }

    private long count(String sql) {
        return Readings.count(jdbi, sql);
    }
}
