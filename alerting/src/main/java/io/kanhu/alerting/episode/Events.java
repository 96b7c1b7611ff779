package io.kanhu.alerting.episode;

import java.time.Instant;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes the case file. */
final class Events {
    /** The actor of what nobody decided. */
    static final String KANHU = "kanhu";

    private Events() {}

    /** @param text what somebody wrote; {@code null} for nothing */
    static void addNote(
            Handle handle, long alertId, Instant at, String kind, String actor, String key, @Nullable String text) {
        handle.createUpdate("""
                        INSERT INTO alert_event (alert_id, at, kind, actor, detail)
                        VALUES (:alert, :at, :kind, :actor,
                                jsonb_strip_nulls(jsonb_build_object(:key::text, :text::text)))
                        """)
                .bind("alert", alertId)
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .bind("kind", kind)
                .bind("actor", actor)
                .bind("key", key)
                .bind("text", text)
                .execute();
    }

    /** What somebody wrote beside the names of whom it is about. */
    static void addChange(
            Handle handle,
            long alertId,
            Instant at,
            String kind,
            String actor,
            @Nullable String from,
            @Nullable String to,
            @Nullable String note) {
        handle.createUpdate("""
                        INSERT INTO alert_event (alert_id, at, kind, actor, detail)
                        VALUES (:alert, :at, :kind, :actor,
                                jsonb_strip_nulls(jsonb_build_object('from', :from::text, 'to', :to::text, 'note', :note::text)))
                        """)
                .bind("alert", alertId)
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .bind("kind", kind)
                .bind("actor", actor)
                .bind("from", from)
                .bind("to", to)
                .bind("note", note)
                .execute();
    }

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
