package io.kanhu.alerting.episode;

import java.time.Instant;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;

/** Writes the case file. */
final class Events {
    /** The actor of what nobody decided. */
    static final String KANHU = "kanhu";

    private Events() {}

    /** @param detail a JSON object */
    static void add(Handle handle, long alertId, Instant at, String kind, String actor, String detail) {
        handle.createUpdate("""
                        INSERT INTO alert_event (alert_id, at, kind, actor, detail)
                        VALUES (:alert, :at, :kind, :actor, :detail::jsonb)
                        """)
                .bind("alert", alertId)
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .bind("kind", kind)
                .bind("actor", actor)
                .bind("detail", detail)
                .execute();
    }
}
