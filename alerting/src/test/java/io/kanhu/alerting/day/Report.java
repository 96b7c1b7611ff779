package io.kanhu.alerting.day;

import io.kanhu.alerting.kpi.Answering;
import io.kanhu.alerting.kpi.Kpis;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** What a day came to, read from the database and its views, for people. */
final class Report {
    private static final int MOST_MISSES = 12;

    private final Jdbi jdbi;
    private final Plan plan;

    Report(Jdbi jdbi, Plan plan) {
        this.jdbi = jdbi;
        this.plan = plan;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        part(text, "cases by kind and outcome", """
                SELECT format('%s %s %s', rpad(kind, 16), rpad(coalesce(outcome, state), 14), count(*)) FROM alert_clock
                 GROUP BY kind, coalesce(outcome, state) ORDER BY kind, count(*) DESC
                """);
        part(text, "the rung at which whoever answered first had been called last (0 is the first)", """
                SELECT format('rung %s by %s: %s cases', d.rung, d.whom, count(*))
                  FROM (SELECT DISTINCT ON (alert_id) alert_id, at, actor FROM alert_event WHERE kind = 'acknowledged'
                         ORDER BY alert_id, id) e
                  JOIN worker w ON w.name = e.actor
                  JOIN LATERAL (SELECT c.detail->>'rung' AS rung, c.detail->>'whom' AS whom FROM alert_event c
                                 WHERE c.alert_id = e.alert_id AND c.kind = 'dispatched' AND c.at <= e.at
                                   AND c.detail->>'worker' = w.id::text ORDER BY c.id DESC LIMIT 1) d ON true
                 GROUP BY d.rung, d.whom ORDER BY d.rung, d.whom
                """);
        times(text, "answered", "answer_seconds", "s", 1);
        times(text, "arrived", "arrive_seconds", "min", 60);
        times(text, "resolved", "resolve_seconds", "min", 60);
        for (Answering of : new Kpis(jdbi).answering(plan.begins())) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s: %d cases, %d tests, %d false alarms; of %d answerable %s%n",
                    of.part(),
                    of.cases(),
                    of.tests(),
                    of.falseAlarms(),
                    of.answerable(),
                    of.answered().stream()
                            .map(one -> String.format(
                                    Locale.ROOT, "%.1f %% within %d s", share(one.cases(), of), one.target()))
                            .collect(Collectors.joining(", "))));
        }
        part(text, "pages a worker", """
                SELECT format('%s workers were called; p50 %s, p90 %s, most %s pages; %s pages in all, %s received', count(*),
                              percentile_disc(0.5) WITHIN GROUP (ORDER BY pages), percentile_disc(0.9) WITHIN GROUP (ORDER BY pages),
                              max(pages), sum(pages), sum(received)) FROM kpi_pages
                """);
        text.append("misses: ").append(new Kpis(jdbi).missed(plan.begins())).append('\n');
        new Kpis(jdbi)
                .misses(plan.begins(), MOST_MISSES)
                .forEach(miss -> text.append("  %s %s in %s: %s%n"
                        .formatted(miss.miss(), miss.kind(), miss.grid(), shortened(miss.story()))));
        return text.toString();
    }

    private static double share(long part, Answering of) {
        return of.answerable() == 0 ? 100 : 100.0 * part / of.answerable();
    }

    private void times(StringBuilder text, String what, String column, String unit, int divisor) {
        List<Double> all = jdbi.withHandle(
                handle -> handle.createQuery("SELECT percentile_disc(ARRAY[0.5, 0.9, 1]) WITHIN GROUP (ORDER BY "
                                + column + ") FROM alert_clock")
                        .mapTo(Double[].class)
                        .findOne()
                        .map(List::of)
                        .orElse(List.of()));
        if (all.size() == 3) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s after p50 %.1f, p90 %.1f, at most %.1f %s of the town's time%n",
                    what,
                    all.get(0) / divisor,
                    all.get(1) / divisor,
                    all.get(2) / divisor,
                    unit));
        }
    }

    private void part(StringBuilder text, String title, String sql) {
        text.append(title).append(":\n");
        jdbi.withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list())
                .forEach(line -> text.append("  ").append(line).append('\n'));
    }

    private static String shortened(String story) {
        return story.length() > 400 ? story.substring(0, 400) + " …" : story;
    }
}
