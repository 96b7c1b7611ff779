package io.kanhu.alerting.day;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;

/** Which alert is which case, and what the database holds of each. Used by one thread. */
final class CaseNames {
    private final Jdbi jdbi;
    private final Map<Long, String> names = new HashMap<>();
    private final Map<String, Long> alerts = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private long last;

    CaseNames(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** There may be a new alert. */
    void look() {
        jdbi.useHandle(handle -> handle.createQuery(
                        "SELECT a.id, w.code || ' ' || a.kind AS who FROM alert a JOIN wearer w ON w.id = a.wearer_id WHERE a.id > :last ORDER BY a.id")
                .bind("last", last)
                .map((row, context) -> Map.entry(row.getLong("id"), row.getString("who")))
                .forEach(alert -> {
                    last = alert.getKey();
                    String name = alert.getValue() + " " + counts.merge(alert.getValue(), 1, Integer::sum);
                    names.put(last, name);
                    alerts.put(name, last);
                }));
    }

    String name(long alert) {
        String name = names.get(alert);
        if (name == null) {
            throw new IllegalStateException("alert " + alert + " belongs to no signal");
        }
        return name;
    }

    long alert(String name) {
        Long alert = alerts.get(name);
        if (alert == null) {
            throw new IllegalStateException("there is no case " + name);
        }
        return alert;
    }

    Map<String, List<String>> ledger() {
        Map<String, List<String>> ledger = new TreeMap<>();
        jdbi.useHandle(handle -> {
            handle.createQuery("""
                            SELECT n.alert_id, n.created_at, n.step, coalesce(w.code, k.name) AS who, n.channel, n.state, n.attempts
                              FROM notification n LEFT JOIN worker w ON w.id = n.worker_id LEFT JOIN contact k ON k.id = n.contact_id
                             WHERE n.band IS NULL
                            """)
                    .map((row, context) -> lines(ledger, row)
                            .add(Ledger.call(
                                    time(row, "created_at"),
                                    row.getInt("step"),
                                    row.getString("who"),
                                    row.getString("channel"),
                                    row.getString("state"),
                                    row.getInt("attempts"))))
                    .forEach(added -> {});
            handle.createQuery("""
                            SELECT a.id AS alert_id, a.state, w.code AS goer, a.outcome, a.press_count, a.rung, a.next_action_at
                              FROM alert a LEFT JOIN worker w ON w.id = a.acknowledged_by
                            """)
                    .map((row, context) -> lines(ledger, row)
                            .add(Ledger.end(
                                    row.getString("state"),
                                    row.getString("goer"),
                                    row.getString("outcome"),
                                    row.getInt("press_count"),
                                    row.getInt("rung"),
                                    row.getObject("next_action_at") == null ? null : time(row, "next_action_at"))))
                    .forEach(added -> {});
        });
        return ledger;
    }

    private List<String> lines(Map<String, List<String>> ledger, ResultSet row) throws SQLException {
        return ledger.computeIfAbsent(name(row.getLong("alert_id")), name -> new ArrayList<>());
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
