package io.kanhu.registry.care;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** What care staff write about somebody. Notes are never changed or removed. Blocks. */
public final class CareNotes {
    private final Jdbi jdbi;

    public CareNotes(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public record Note(long id, Instant at, String by, String text) {}

    /** The newest first. */
    public List<Note> of(long wearerId, int most) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT id, at, by, body FROM care_note WHERE wearer_id = :wearer ORDER BY id DESC LIMIT :most
                        """)
                .bind("wearer", wearerId)
                .bind("most", most)
                .map((row, context) -> new Note(
                        row.getLong("id"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("by"),
                        row.getString("body")))
                .list());
    }

    /** Of a wearer there is. */
    public void add(long wearerId, String text, String by, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "INSERT INTO care_note (wearer_id, at, by, body) VALUES (:wearer, :now, :by, :text)")
                .bind("wearer", wearerId)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("by", by)
                .bind("text", text)
                .execute());
    }
}
