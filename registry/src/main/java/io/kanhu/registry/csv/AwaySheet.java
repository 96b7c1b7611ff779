package io.kanhu.registry.csv;

import io.kanhu.registry.csv.ImportReport.Counts;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Who is away from when until when, and why: workers who are off, wearers in hospital or travelling. Without an end, until further
 * notice.
 *
 * @param kept the table where they are kept
 * @param whom a table whose rows are those who are away, and the column that names one
 * @param reason how a reason has to look; it must be there where it has a fixed set of words
 */
record AwaySheet(Instant now, Kind kind, String kept, String whom, Column reason) implements Sheet {
    private static final Map<String, String> REASONS = Map.of(
            "hospital",
            "hospital",
            "travelling",
            "travelling",
            "moved",
            "moved",
            "other",
            "other",
            "住院",
            "hospital",
            "外出",
            "travelling",
            "入住机构",
            "moved",
            "其他",
            "other");

    /** Workers who are off. */
    static AwaySheet ofWorkers(Instant now) {
        return new AwaySheet(
                now, Kind.ABSENCES, "worker_absence", "worker", Column.maybeEmpty("reason", CellFormat.text(500)));
    }

    /** Wearers whose watch is suspended. */
    static AwaySheet ofWearers(Instant now) {
        return new AwaySheet(
                now,
                Kind.SUSPENSIONS,
                "wearer_suspension",
                "wearer",
                Column.filled(
                        "reason",
                        CellFormat.oneOf(REASONS, "is not a reason, write hospital, travelling, moved or other")));
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.filled(whom, CellFormat.text(64)),
                Column.filled("starts", CellFormat.instant()),
                Column.maybeEmpty("ends", CellFormat.instant()),
                reason);
    }

    @Override
    public List<String> key() {
        return List.of(whom, "starts");
    }

    @Override
    public List<Check> checks() {
        return List.of(Check.known(this, whom, whom, whom + "s"), Check.endsAfterStarts(this));
    }

    @Override
    public Counts merge(Handle handle, long staged) {
        long changed = handle.createUpdate("""
                UPDATE %1$s s SET ends_at = i.ends::timestamptz, reason = i.reason
                FROM %2$s i JOIN %3$s p ON p.code = i.%3$s
                WHERE s.%3$s_id = p.id AND s.starts_at = i.starts::timestamptz
                  AND (s.ends_at, s.reason) IS DISTINCT FROM (i.ends::timestamptz, i.reason)
                """.formatted(kept, table(), whom)).execute();
        long added = handle.createUpdate("""
                INSERT INTO %1$s (%3$s_id, starts_at, ends_at, reason, recorded_by, recorded_at)
                SELECT p.id, i.starts::timestamptz, i.ends::timestamptz, i.reason, 'import', :now
                FROM %2$s i JOIN %3$s p ON p.code = i.%3$s
                ORDER BY i.file, i.line
                ON CONFLICT DO NOTHING
                """.formatted(kept, table(), whom))
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute();
        return new Counts(added, changed, staged - added - changed);
    }
}
