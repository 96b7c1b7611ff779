package io.kanhu.server.command;

import io.kanhu.server.command.Fleet.Sent;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;

/** Looks into a demo town's database from outside the server. */
final class ReportCounts {
    private ReportCounts() {}

    /**
     * What the database holds of the town; self-tests are none of it.
     *
     * @param rows rows of vital signs
     * @param reports their keys
     * @param presses ids of the presses
     * @param counted presses that alerts know of
     */
    record Found(long rows, Set<Sent> reports, List<String> presses, long openAlerts, long counted) {}

    static Found in(JsonObject keys) {
        JsonObject database = keys.getJsonObject("jdbc");
        Jdbi jdbi = Jdbi.create(database.getString("url"), database.getString("user"), database.getString("password"));
        return jdbi.withHandle(handle -> new Found(
                handle.createQuery("SELECT count(*) FROM vital_sign")
                        .mapTo(long.class)
                        .one(),
                new HashSet<>(handle.createQuery("SELECT band, measured_at FROM vital_sign")
                        .map((row, context) -> new Sent(
                                row.getString("band"),
                                row.getObject("measured_at", OffsetDateTime.class)
                                        .toInstant()
                                        .toEpochMilli()))
                        .list()),
                handle.createQuery("SELECT press_id FROM sos_press WHERE band LIKE 'demo-%'")
                        .mapTo(String.class)
                        .list(),
                handle.createQuery("SELECT count(*) FROM alert WHERE kind = 'sos' AND band LIKE 'demo-%'"
                                + " AND state NOT IN ('resolved', 'closed')")
                        .mapTo(long.class)
                        .one(),
                handle.createQuery(
                                "SELECT coalesce(sum(press_count), 0) FROM alert WHERE kind = 'sos' AND band LIKE 'demo-%'")
                        .mapTo(long.class)
                        .one()));
    }
}
