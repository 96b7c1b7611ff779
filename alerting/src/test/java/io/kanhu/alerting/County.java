package io.kanhu.alerting;

import io.kanhu.alerting.episode.Actor;
import java.util.List;

/** Those beyond a town's grids whom a ladder reaches: who supervises areas or sits at their desks, and family. */
public record County(Town town) {
    /** The area of all grids lies in a street, a county and a city, each called by its level. */
    public void levels() {
        town.jdbi().useTransaction(h -> {
            h.execute("INSERT INTO area (code, name, level) VALUES ('city', 'city', 'city')");
            h.execute(
                    "INSERT INTO area (code, name, level, parent_id) SELECT 'county', 'county', 'county', id FROM area"
                            + " WHERE code = 'city'");
            h.execute(
                    "INSERT INTO area (code, name, level, parent_id) SELECT 'street', 'street', 'street', id FROM area"
                            + " WHERE code = 'county'");
            h.execute("UPDATE area SET parent_id = (SELECT id FROM area WHERE code = 'street') WHERE code = 'area'");
        });
    }

    /** A new worker who supervises an area or sits at its desk, for good. */
    public Actor duty(String name, String duty, String area) {
        Actor worker = town.worker(name);
        town.jdbi()
                .useHandle(h -> h.execute(
                        "INSERT INTO area_duty (worker_id, area_id, duty, starts_at) SELECT ?, id, ?, '-infinity' FROM area WHERE code = ?",
                        worker.workerId(),
                        duty,
                        area));
        return worker;
    }

    /** Family of a wearer, with a telephone. */
    public void family(String wearer, String name, int priority) {
        town.jdbi()
                .useHandle(h -> h.execute(
                        "INSERT INTO contact (wearer_id, name, phone, priority) SELECT id, ?, ?, ? FROM wearer WHERE code = ?",
                        name,
                        name + "'s phone",
                        priority,
                        wearer));
    }

    /** Whom an alert was sent to by what: round, name and channel. */
    public List<String> calls(long alert) {
        return town.texts("""
                SELECT n.step || ' ' || coalesce(w.name, k.name, 'band ' || n.band) || ' ' || n.channel
                  FROM notification n LEFT JOIN worker w ON w.id = n.worker_id LEFT JOIN contact k ON k.id = n.contact_id
                 WHERE n.alert_id = ? ORDER BY n.step, 1
                """, alert);
    }
}
