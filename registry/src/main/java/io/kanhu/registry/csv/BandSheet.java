package io.kanhu.registry.csv;

import io.kanhu.registry.csv.ImportReport.Counts;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Bands, their secrets and who wears them. The columns {@code name} and {@code grid} are for wearers nobody knows
 * yet. An optional column that is absent or empty changes nothing; an empty wearer puts the band in stock.
 */
record BandSheet(Instant now) implements Sheet {
    @Override
    public Kind kind() {
        return Kind.BANDS;
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.filled("band", CellFormat.bandId()),
                Column.secret("secret", CellFormat.secret()),
                Column.maybeEmpty("wearer", CellFormat.text(64)),
                Column.optional("model", CellFormat.text(100)),
                Column.optional("disabled", CellFormat.yesNo()),
                Column.optional("name", CellFormat.text(200)),
                Column.optional("grid", CellFormat.text(64)));
    }

    @Override
    public List<String> key() {
        return List.of("band");
    }

    @Override
    public List<Check> checks() {
        return List.of(Check.known(this, "grid", "grid", "grids"));
    }

    @Override
    public Counts merge(Handle handle, long staged) {
        resolve(handle);
        handle.execute("ANALYZE wanted_bands");
        long changed = update(handle);
        long added = insert(handle);
        endAssignments(handle);
        beginAssignments(handle);
        return new Counts(added, changed, staged - added - changed);
    }

    /** By the wearer's code, or by the digits of the id if no wearer has that code. */
    private static void resolve(Handle handle) {
        handle.execute("""
                CREATE TEMPORARY TABLE wanted_bands ON COMMIT DROP AS
                SELECT i.file, i.line, i.band, decode(i.secret, 'hex') AS secret_sha256, i.model,
                  i.disabled::boolean AS disabled, coalesce(coded.id, numbered.id) AS wearer_id
                FROM incoming_bands i
                LEFT JOIN wearer coded ON coded.code = i.wearer
                LEFT JOIN wearer numbered
                  ON numbered.id = CASE WHEN i.wearer ~ '^[1-9][0-9]{0,17}$' THEN i.wearer::bigint END
                """);
    }

    private static long update(Handle handle) {
        return handle.createUpdate("""
                UPDATE band b SET secret_sha256 = i.secret_sha256, model = coalesce(i.model, b.model),
                  disabled = coalesce(i.disabled, b.disabled), revision = nextval('registry_revision')
                FROM wanted_bands i LEFT JOIN band_assignment a ON a.band = i.band AND a.ends_at IS NULL
                WHERE b.id = i.band
                  AND (b.secret_sha256 <> i.secret_sha256
                    OR b.model IS DISTINCT FROM coalesce(i.model, b.model)
                    OR b.disabled <> coalesce(i.disabled, b.disabled)
                    OR a.wearer_id IS DISTINCT FROM i.wearer_id)
                """).execute();
    }

    private long insert(Handle handle) {
        return handle.createUpdate("""
                INSERT INTO band (id, secret_sha256, model, disabled, created_at)
                SELECT band, secret_sha256, model, coalesce(disabled, false), :now FROM wanted_bands i
                WHERE NOT EXISTS (SELECT FROM band b WHERE b.id = i.band)
                ORDER BY file, line
                """).bind("now", now).execute();
    }

    /** Never before it began, whatever the clock does between two imports. */
    private void endAssignments(Handle handle) {
        handle.createUpdate("""
                UPDATE band_assignment a SET ends_at = greatest(a.starts_at, :now)
                FROM wanted_bands i
                WHERE a.band = i.band AND a.ends_at IS NULL AND a.wearer_id IS DISTINCT FROM i.wearer_id
                """).bind("now", now).execute();
    }

    /**
     * A band's first wearer has worn it since ever, so that what it measured before it was imported finds its
     * wearer; a later one begins where the last one ended or now.
     */
    private void beginAssignments(Handle handle) {
        handle.createUpdate("""
                INSERT INTO band_assignment (band, wearer_id, starts_at)
                SELECT i.band, i.wearer_id,
                  CASE WHEN past.ends_at IS NULL THEN to_timestamp(0) ELSE greatest(past.ends_at, :now) END
                FROM wanted_bands i
                LEFT JOIN (SELECT band, max(ends_at) AS ends_at FROM band_assignment GROUP BY band) past
                  ON past.band = i.band
                WHERE i.wearer_id IS NOT NULL
                  AND NOT EXISTS (SELECT FROM band_assignment a WHERE a.band = i.band AND a.ends_at IS NULL)
                ORDER BY i.file, i.line
                """).bind("now", now).execute();
    }
}
