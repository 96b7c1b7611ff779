package io.kanhu.alerting;

import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Takes everybody out of a test's database, and leaves it the ladders it was born with. */
final class Emptying {
    private static final List<String> TABLES = List.of(
            "message",
            "follow_up",
            "care_note",
            "visit",
            "notification",
            "alert_event",
            "alert",
            "sos_press",
            "location_fix",
            "vital_sign",
            "wearer_state",
            "place_shape",
            "shift_swap",
            "worker_absence",
            "weekly_shift",
            "holiday",
            "wearer_suspension",
            "band_status",
            "roster_shift",
            "area_duty",
            "contact",
            "push_subscription",
            "channel_test",
            "app_user",
            "consent",
            "band_assignment",
            "band",
            "wearer",
            "worker",
            "grid",
            "area");

    private Emptying() {}

    static void of(Jdbi jdbi) {
        jdbi.useTransaction(h -> {
            h.execute("UPDATE alert SET ladder_id = NULL");
            h.execute("DELETE FROM ladder_page WHERE ladder_id IN (SELECT id FROM ladder WHERE created_by <> 'kanhu')");
            h.execute("DELETE FROM ladder_rung WHERE ladder_id IN (SELECT id FROM ladder WHERE created_by <> 'kanhu')");
            h.execute("DELETE FROM ladder WHERE created_by <> 'kanhu'");
            h.execute("UPDATE ladder SET superseded_at = NULL WHERE version = 2");
            TABLES.forEach(table -> h.execute("DELETE FROM " + table));
        });
    }
}
