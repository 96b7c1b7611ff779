package io.kanhu.alerting.day;

import io.kanhu.alerting.kpi.Kpis;
import io.kanhu.database.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Jdbi;

/**
 * A day that was played on Kanhu and on the model, and where they differ.
 *
 * @param faults in words; none if all went as it should
 * @param report of the day on Kanhu
 * @param signals heard
 * @param moments at which anything happened
 */
record Verdict(List<String> faults, String report, int cases, int signals, int moments) {

    static Verdict of(Plan plan) {
        Model model = new Model(plan);
        Play.Played expected = Play.of(plan, model);
        try (TestDatabase database = TestDatabase.fresh()) {
            Service service = new Service(plan, database.database());
            Play.Played played = Play.of(plan, service);
            List<String> faults = new ArrayList<>();
            compare(expected, played, faults);
            figures(new Expected(model), new Kpis(database.jdbi()), service, plan, faults);
            rules(database.jdbi(), faults);
            return new Verdict(
                    faults,
                    new Report(database.jdbi(), plan).text(),
                    expected.cases().size(),
                    plan.signals().size(),
                    played.moments());
        }
    }

    private static void compare(Play.Played expected, Play.Played played, List<String> faults) {
        TreeSet<String> all = new TreeSet<>(expected.cases().keySet());
        all.addAll(played.cases().keySet());
        for (String of : all) {
            List<String> should = expected.cases().getOrDefault(of, List.of());
            List<String> does = played.cases().getOrDefault(of, List.of());
            if (!should.equals(does)) {
                List<String> missing = new ArrayList<>(should);
                does.forEach(missing::remove);
                List<String> tooMuch = new ArrayList<>(does);
                should.forEach(tooMuch::remove);
                faults.add("case " + of + " lacks " + missing + " and has " + tooMuch + " of its own");
            }
        }
    }

    private static void figures(Expected expected, Kpis kpis, Service service, Plan plan, List<String> faults) {
        if (!kpis.answering(plan.begins()).equals(expected.answering())) {
            faults.add("figures " + kpis.answering(plan.begins()) + " instead of " + expected.answering());
        }
        Map<String, String> misses = new TreeMap<>();
        kpis.misses(plan.begins(), Integer.MAX_VALUE)
                .forEach(miss -> misses.put(service.name(miss.alertId()), miss.miss()));
        if (!misses.equals(expected.misses())) {
            faults.add("misses " + misses + " instead of " + expected.misses());
        }
    }

    /** What holds whatever the model says; each finds what breaks it. */
    private static void rules(Jdbi jdbi, List<String> faults) {
        none(jdbi, faults, "neither answered nor at the top of its ladder, nor on the way there in time", """
                SELECT id FROM alert a
                 WHERE state IN ('raised', 'dispatched', 'cancelled')
                   AND rung < (SELECT count(*) FROM ladder_rung r WHERE r.ladder_id = a.ladder_id)
                   AND (next_action_at IS NULL OR next_action_at < (SELECT max(at) FROM alert_event))
                """);
        none(jdbi, faults, "called twice at one step", """
                SELECT min(id) FROM notification GROUP BY alert_id, step, channel, worker_id, contact_id, band HAVING count(*) > 1
                """);
        none(jdbi, faults, "answered by somebody who was not called, or not before", """
                SELECT e.alert_id FROM alert_event e JOIN worker w ON w.name = e.actor
                 WHERE e.kind = 'acknowledged'
                   AND NOT EXISTS (SELECT FROM notification n
                                    WHERE n.alert_id = e.alert_id AND n.worker_id = w.id AND n.created_at < e.at)
                """);
        none(jdbi, faults, "answered, and its band was not told", """
                SELECT id FROM alert a WHERE acknowledged_at IS NOT NULL
                   AND NOT EXISTS (SELECT FROM notification n WHERE n.alert_id = a.id AND n.band = a.band)
                """);
        none(jdbi, faults, "sent after it was answered, without anybody having asked for more", """
                SELECT n.id FROM notification n
                 WHERE n.sent_at IS NOT NULL AND n.channel IN ('sms', 'voice')
                   AND (SELECT e.kind FROM alert_event e
                         WHERE e.alert_id = n.alert_id AND e.at <= n.sent_at
                           AND e.kind IN ('acknowledged', 'declined', 'backup_called', 'went_silent', 'resolved')
                         ORDER BY e.id DESC LIMIT 1) IN ('acknowledged', 'resolved')
                """);
        none(
                jdbi,
                faults,
                "of presses and belongs to no case",
                "SELECT count(*) FROM sos_press HAVING count(alert_id) < count(*)");
    }

    private static void none(Jdbi jdbi, List<String> faults, String what, String sql) {
        List<Long> found = jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).list());
        if (!found.isEmpty()) {
            faults.add("there are rows " + what + ": " + found);
        }
    }
}
