package io.kanhu.alerting.crash;

import io.kanhu.alerting.County;
import io.kanhu.alerting.Town;
import io.kanhu.alerting.ladder.Means;
import java.time.Instant;
import java.util.EnumSet;

/** A town whose ladder is climbed in three seconds: six messages for each call, to whom is known beforehand. */
final class ShortLadder {
    static final int MESSAGES = 6;
    static final int RUNGS = 4;

    private ShortLadder() {}

    static void in(Town town, int wearers) {
        town.clear();
        County county = new County(town);
        town.grid("east");
        county.levels();
        town.onDuty("wang", "east");
        town.backup("chen", "east");
        county.duty("zhou", "supervisor", "area");
        county.duty("desk", "desk", "county");
        for (int i = 1; i <= wearers; i++) {
            town.wearer("wearer" + i, "east", "b" + i);
            county.family("wearer" + i, "family" + i, 1);
        }
        town.jdbi().useTransaction(h -> {
            h.execute("UPDATE ladder SET superseded_at = now() WHERE kind = 'sos'");
            h.execute("""
                    INSERT INTO ladder (kind, severity, version, repeat_seconds, silent_seconds, created_at, created_by)
                    SELECT 'sos', 'emergency', max(version) + 1, 3600, 900, now(), 'test' FROM ladder
                    """);
            h.execute("""
                    INSERT INTO ladder_rung (ladder_id, rung, after_seconds, unless)
                    SELECT l.id, n, n, 'answered' FROM ladder l, generate_series(0, 3) n WHERE l.created_by = 'test' AND l.superseded_at IS NULL
                    """);
            h.execute("""
                    INSERT INTO ladder_page (ladder_id, rung, position, whom, channel)
                    SELECT l.id, p.rung, p.position, p.whom, p.channel
                      FROM ladder l, (VALUES (0, 0, 'on_duty', 'sms'), (1, 0, 'backup', 'sms'), (1, 1, 'backup', 'voice'),
                                             (2, 0, 'community_supervisor', 'voice'), (3, 0, 'county_desk', 'sms'),
                                             (3, 1, 'family', 'sms')) AS p (rung, position, whom, channel)
                     WHERE l.created_by = 'test' AND l.superseded_at IS NULL
                    """);
        });
    }

    /** Somebody calls, now. */
    static void call(Town town, int wearer) {
        town.clock().set(Instant.now());
        town.write(town.node(EnumSet.allOf(Means.class), () -> {}), town.press("b" + wearer));
    }

    /** Whether everything that should be sent is. */
    static boolean isQuiet(Town town) {
        return town.number("SELECT count(*) FROM alert WHERE rung < ?", RUNGS) == 0
                && town.number(
                                "SELECT count(*) FROM notification WHERE state = 'pending' AND channel IN ('sms', 'voice')")
                        == 0;
    }
}
