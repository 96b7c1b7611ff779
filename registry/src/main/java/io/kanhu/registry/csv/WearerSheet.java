package io.kanhu.registry.csv;

import io.kanhu.registry.csv.ImportReport.Counts;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The people who wear bands. */
record WearerSheet(LocalDate today) implements Sheet {
    private static final Map<String, String> SEXES = Map.of("f", "f", "m", "m", "女", "f", "男", "m");
    private static final Map<String, String> RISKS =
            Map.of("high", "high", "key", "key", "ordinary", "ordinary", "高风险", "high", "重点", "key", "一般", "ordinary");

    @Override
    public Kind kind() {
        return Kind.WEARERS;
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.filled("code", CellFormat.text(64)),
                Column.filled("name", CellFormat.text(200)),
                Column.maybeEmpty("born", CellFormat.birthday(today)),
                Column.maybeEmpty("sex", CellFormat.oneOf(SEXES, "is not a sex here, write f or m")),
                Column.maybeEmpty("phone", CellFormat.phone()),
                Column.maybeEmpty("address", CellFormat.text(500)),
                Column.maybeEmpty("access", CellFormat.text(2000)),
                Column.maybeEmpty("medical", CellFormat.text(2000)),
                Column.defaulting(
                        "risk", "ordinary", CellFormat.oneOf(RISKS, "is not a risk, write high, key or ordinary")),
                Column.maybeEmpty("grid", CellFormat.text(64)),
                Column.maybeEmpty("lat", CellFormat.degrees(90)),
                Column.maybeEmpty("lon", CellFormat.degrees(180)));
    }

    @Override
    public List<String> key() {
        return List.of("code");
    }

    @Override
    public List<Check> checks() {
        return List.of(
                Check.known(this, "grid", "grid", "grids"),
                halfAPlace("lat", "lon"),
                halfAPlace("lon", "lat"),
                noPlace());
    }

    /** Complains of the empty one. */
    private static Check halfAPlace(String empty, String filled) {
        return new Check(
                empty, "is empty beside a filled " + filled + ", give both or none", """
                SELECT file, line, NULL AS value FROM incoming_wearers WHERE %s IS NULL AND %s IS NOT NULL
                """.formatted(empty, filled));
    }

    private static Check noPlace() {
        return new Check("lat", "with the same lon is what devices write for no place, leave both empty", """
                SELECT file, line, lat AS value FROM incoming_wearers WHERE lat::float8 = 0 AND lon::float8 = 0
                """);
    }

    @Override
    public Counts merge(Handle handle, long staged) {
        renewBandsOfMoved(handle);
        long changed = update(handle);
        long added = insert(handle);
        return new Counts(added, changed, staged - added - changed);
    }

    /** Servers read bands by revision, and with a band the grid its wearers live in. */
    private static void renewBandsOfMoved(Handle handle) {
        handle.createUpdate("""
                UPDATE band b SET revision = nextval('registry_revision')
                WHERE b.id IN (
                  SELECT a.band
                  FROM incoming_wearers i
                  JOIN wearer w ON w.code = i.code
                  JOIN band_assignment a ON a.wearer_id = w.id
                  LEFT JOIN grid g ON g.code = i.grid
                  WHERE w.grid_id IS DISTINCT FROM g.id)
                """).execute();
    }

    private static long update(Handle handle) {
        return handle.createUpdate("""
                UPDATE wearer w SET name = i.name, born_on = i.born::date, sex = i.sex, phone = i.phone,
                  address = i.address, access_note = i.access, medical_note = i.medical, risk = i.risk, grid_id = g.id,
                  home_latitude = i.lat::float8, home_longitude = i.lon::float8, revision = nextval('registry_revision')
                FROM incoming_wearers i LEFT JOIN grid g ON g.code = i.grid
                WHERE w.code = i.code
                  AND (w.name, w.born_on, w.sex, w.phone, w.address, w.access_note, w.medical_note, w.risk, w.grid_id,
                       w.home_latitude, w.home_longitude)
                    IS DISTINCT FROM
                      (i.name, i.born::date, i.sex, i.phone, i.address, i.access, i.medical, i.risk, g.id,
                       i.lat::float8, i.lon::float8)
                """).execute();
    }

    private static long insert(Handle handle) {
        return handle.createUpdate("""
                INSERT INTO wearer (code, name, born_on, sex, phone, address, access_note, medical_note, risk, grid_id,
                  home_latitude, home_longitude)
                SELECT i.code, i.name, i.born::date, i.sex, i.phone, i.address, i.access, i.medical, i.risk, g.id,
                  i.lat::float8, i.lon::float8
                FROM incoming_wearers i LEFT JOIN grid g ON g.code = i.grid
                WHERE NOT EXISTS (SELECT FROM wearer w WHERE w.code = i.code)
                ORDER BY i.file, i.line
                """).execute();
    }
}
