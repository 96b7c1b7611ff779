package io.kanhu.registry.csv;

import io.kanhu.registry.csv.ImportReport.Counts;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Shifts that change hands, agreed to already. */
record SwapSheet(Instant now) implements Sheet {
    @Override
    public Kind kind() {
        return Kind.SWAPS;
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.filled("giver", CellFormat.text(64)),
                Column.filled("taker", CellFormat.text(64)),
                Column.filled("starts", CellFormat.instant()),
                Column.filled("ends", CellFormat.instant()),
                Column.filled("agreed", CellFormat.text(200)));
    }

    @Override
    public List<String> key() {
        return List.of("giver", "taker", "starts");
    }

    @Override
    public List<Check> checks() {
        return List.of(
                Check.known(this, "giver", "worker", "workers"),
                Check.known(this, "taker", "worker", "workers"),
                Check.endsAfterStarts(this),
                new Check("taker", "is the giver too, a shift changes hands between two", """
                        SELECT file, line, taker AS value FROM incoming_swaps WHERE taker = giver
                        """));
    }

    @Override
    public Counts merge(Handle handle, long staged) {
        long changed = handle.createUpdate("""
                UPDATE shift_swap x SET ends_at = i.ends::timestamptz, agreed_by = i.agreed, agreed_at = coalesce(x.agreed_at, :now)
                FROM incoming_swaps i JOIN worker g ON g.code = i.giver JOIN worker t ON t.code = i.taker
                WHERE x.giver_id = g.id AND x.taker_id = t.id AND x.starts_at = i.starts::timestamptz
                  AND x.withdrawn_at IS NULL
                  AND (x.ends_at, x.agreed_by) IS DISTINCT FROM (i.ends::timestamptz, i.agreed)
                """)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute();
        long added = handle.createUpdate("""
                INSERT INTO shift_swap (giver_id, taker_id, starts_at, ends_at, recorded_by, recorded_at, agreed_by, agreed_at)
                SELECT g.id, t.id, i.starts::timestamptz, i.ends::timestamptz, 'import', :now, i.agreed, :now
                FROM incoming_swaps i JOIN worker g ON g.code = i.giver JOIN worker t ON t.code = i.taker
                WHERE NOT EXISTS (
                  SELECT FROM shift_swap x
                  WHERE x.giver_id = g.id AND x.taker_id = t.id AND x.starts_at = i.starts::timestamptz
                    AND x.withdrawn_at IS NULL)
                ORDER BY i.file, i.line
                """)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute();
        return new Counts(added, changed, staged - added - changed);
    }
}
