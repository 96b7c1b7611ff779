package io.kanhu.alerting.kpi;

import io.kanhu.alerting.kpi.Answering.Part;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Jdbi;

/** Reads the figures. Thread-safe; blocks. */
public final class Kpis {
    private final Jdbi jdbi;

    public Kpis(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Of the emergencies that arrived since then: by day, by night and all; parts without any are absent. */
    public List<Answering> answering(Instant since) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT CASE WHEN grouping(night) = 1 THEN 'ALL' WHEN night THEN 'NIGHT' ELSE 'DAY' END AS part,
                               count(*) AS cases,
                               count(*) FILTER (WHERE test) AS tests,
                               count(*) FILTER (WHERE false_alarm) AS false_alarms,
                               count(*) FILTER (WHERE answerable) AS answerable,
                               count(*) FILTER (WHERE answer_seconds <= 20) AS answered_20,
                               count(*) FILTER (WHERE answer_seconds <= 60) AS answered_60,
                               count(*) FILTER (WHERE answer_seconds <= 180) AS answered_180,
                               count(arrive_seconds) AS arrived,
                               count(*) FILTER (WHERE arrive_seconds <= 15 * 60) AS arrived_15,
                               count(*) FILTER (WHERE arrive_seconds <= 30 * 60) AS arrived_30,
                               count(*) FILTER (WHERE arrive_seconds <= 45 * 60) AS arrived_45,
                               count(*) FILTER (WHERE arrive_seconds <= 60 * 60) AS arrived_60,
                               percentile_cont(0.5) WITHIN GROUP (ORDER BY answer_seconds) AS median
                          FROM alert_clock WHERE severity = 'emergency' AND received_at >= :since
                         GROUP BY ROLLUP (night) HAVING count(*) > 0
                         ORDER BY grouping(night), night
                        """)
                .bind("since", since.atOffset(ZoneOffset.UTC))
                .map((row, context) -> answering(row))
                .list());
    }

    /** Those that arrived since then, the newest first. */
    public List<Miss> misses(Instant since, int most) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT id, received_at, grid, kind, miss, answer_seconds, arrive_seconds, story
                          FROM kpi_miss WHERE received_at >= :since ORDER BY id DESC LIMIT :most
                        """)
                .bind("since", since.atOffset(ZoneOffset.UTC))
                .bind("most", most)
                .map((row, context) -> new Miss(
                        row.getLong("id"),
                        row.getObject("received_at", OffsetDateTime.class).toInstant(),
                        row.getString("grid"),
                        row.getString("kind"),
                        row.getString("miss"),
                        row.getObject("answer_seconds", Double.class),
                        row.getObject("arrive_seconds", Double.class),
                        Objects.requireNonNullElse(row.getString("story"), "")))
                .list());
    }

    /** How many there are since then. */
    public long missed(Instant since) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM kpi_miss WHERE received_at >= :since")
                .bind("since", since.atOffset(ZoneOffset.UTC))
                .mapTo(long.class)
                .one());
    }

    private static Answering answering(ResultSet row) throws SQLException {
        return new Answering(
                Part.valueOf(row.getString("part")),
                row.getLong("cases"),
                row.getLong("tests"),
                row.getLong("false_alarms"),
                row.getLong("answerable"),
                row.getLong("answered_20"),
                row.getLong("answered_60"),
                row.getLong("answered_180"),
                row.getLong("arrived"),
                row.getLong("arrived_15"),
                row.getLong("arrived_30"),
                row.getLong("arrived_45"),
                row.getLong("arrived_60"),
                row.getObject("median", Double.class));
    }
}
