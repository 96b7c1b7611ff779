package io.kanhu.registry.csv;

import io.kanhu.registry.csv.ImportReport.Counts;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Grid workers and whoever else takes duty. */
record WorkerSheet() implements Sheet {
    @Override
    public Kind kind() {
        return Kind.WORKERS;
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.filled("code", CellFormat.text(64)),
                Column.filled("name", CellFormat.text(200)),
                Column.maybeEmpty("phone", CellFormat.phone()),
                Column.defaulting(
                        "language",
                        "zh",
                        CellFormat.oneOf(Map.of("zh", "zh", "en", "en"), "is not a language here, write zh or en")),
                Column.maybeEmpty("area", CellFormat.text(64)),
                Column.optional("wecom", CellFormat.text(64)),
                Column.optional("ntfy", CellFormat.text(64)),
                Column.optional("email", CellFormat.mailAddress()));
    }

    @Override
    public List<String> key() {
        return List.of("code");
    }

    @Override
    public List<Check> checks() {
        return List.of(Check.known(this, "area", "area", "areas"));
    }

    @Override
    public Counts merge(Handle handle, long staged) {
        long changed = update(handle);
        long added = insert(handle);
        return new Counts(added, changed, staged - added - changed);
    }

    private static long update(Handle handle) {
        return handle.createUpdate("""
                UPDATE worker w SET name = i.name, phone = i.phone, language = i.language, area_id = a.id,
                                    wecom_user = coalesce(i.wecom, w.wecom_user), ntfy_topic = coalesce(i.ntfy, w.ntfy_topic),
                                    email = coalesce(i.email, w.email)
                FROM incoming_workers i LEFT JOIN area a ON a.code = i.area
                WHERE w.code = i.code
                  AND (w.name, w.phone, w.language, w.area_id, w.wecom_user, w.ntfy_topic, w.email)
                      IS DISTINCT FROM (i.name, i.phone, i.language, a.id, coalesce(i.wecom, w.wecom_user),
                                        coalesce(i.ntfy, w.ntfy_topic), coalesce(i.email, w.email))
                """).execute();
    }

    private static long insert(Handle handle) {
        return handle.createUpdate("""
                INSERT INTO worker (code, name, phone, language, area_id, wecom_user, ntfy_topic, email)
                SELECT i.code, i.name, i.phone, i.language, a.id, i.wecom, i.ntfy, i.email
                FROM incoming_workers i LEFT JOIN area a ON a.code = i.area
                WHERE NOT EXISTS (SELECT FROM worker w WHERE w.code = i.code)
                ORDER BY i.file, i.line
                """).execute();
    }
}
