package io.kanhu.alerting.kpi;

import io.kanhu.alerting.kpi.Answering.Part;
import io.kanhu.alerting.kpi.Answering.Within;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
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
                               s.answer_targets, s.arrive_targets,
                               ARRAY[count(*) FILTER (WHERE c.answer_seconds <= s.answer_targets[1]),
                                     count(*) FILTER (WHERE c.answer_seconds <= s.answer_targets[2]),
                                     count(*) FILTER (WHERE c.answer_seconds <= s.answer_targets[3])] AS answered,
                               count(arrive_seconds) AS arrived,
                               ARRAY[count(*) FILTER (WHERE arrive_seconds <= s.arrive_targets[1] * 60),
                                     count(*) FILTER (WHERE arrive_seconds <= s.arrive_targets[2] * 60),
                                     count(*) FILTER (WHERE arrive_seconds <= s.arrive_targets[3] * 60),
                                     count(*) FILTER (WHERE arrive_seconds <= s.arrive_targets[4] * 60)] AS reached,
                               percentile_cont(0.5) WITHIN GROUP (ORDER BY c.answer_seconds) AS median
                          FROM alert_clock c CROSS JOIN kpi_setting s
                         WHERE severity = 'emergency' AND received_at >= :since
                         GROUP BY s.answer_targets, s.arrive_targets, ROLLUP (night) HAVING count(*) > 0
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
                within(row, "answer_targets", "answered"),
                row.getLong("arrived"),
                within(row, "arrive_targets", "reached"),
                row.getObject("median", Double.class));
    }

    private static List<Within> within(ResultSet row, String targets, String counts) throws SQLException {
        Integer[] target = (Integer[]) row.getArray(targets).getArray();
        Long[] count = (Long[]) row.getArray(counts).getArray();
        return IntStream.range(0, target.length)
                .mapToObj(i -> new Within(target[i], count[i]))
                .toList();
    }
}
