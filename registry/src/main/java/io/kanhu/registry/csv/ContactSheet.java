package io.kanhu.registry.csv;

import io.kanhu.registry.csv.ImportReport.Counts;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Family and neighbours to call. */
record ContactSheet() implements Sheet {
    @Override
    public Kind kind() {
        return Kind.CONTACTS;
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.filled("wearer", CellFormat.text(64)),
                Column.filled("name", CellFormat.text(200)),
                Column.maybeEmpty("relation", CellFormat.text(100)),
                Column.filled("phone", CellFormat.phone()),
                Column.defaulting("priority", "1", CellFormat.wholeNumber(1, 99)),
                Column.defaulting("key_holder", "false", CellFormat.yesNo()),
                Column.optional("email", CellFormat.mailAddress()));
    }

    @Override
    public List<String> key() {
        return List.of("wearer", "phone");
    }

    @Override
    public List<Check> checks() {
        return List.of(Check.wearer(this));
    }

    @Override
    public Counts merge(Handle handle, long staged) {
        long changed = update(handle);
        long added = insert(handle);
        return new Counts(added, changed, staged - added - changed);
    }

    private static long update(Handle handle) {
        return handle.createUpdate("""
                UPDATE contact c SET name = i.name, relation = i.relation, priority = i.priority::int,
                  key_holder = i.key_holder::boolean, email = coalesce(i.email, c.email)
                FROM incoming_contacts i JOIN wearer w ON w.code = i.wearer
                WHERE c.wearer_id = w.id AND c.phone = i.phone
                  AND (c.name, c.relation, c.priority, c.key_holder, c.email)
                    IS DISTINCT FROM (i.name, i.relation, i.priority::int, i.key_holder::boolean,
                                      coalesce(i.email, c.email))
                """).execute();
    }

    private static long insert(Handle handle) {
        return handle.createUpdate("""
                INSERT INTO contact (wearer_id, name, relation, phone, priority, key_holder, email)
                SELECT w.id, i.name, i.relation, i.phone, i.priority::int, i.key_holder::boolean, i.email
                FROM incoming_contacts i JOIN wearer w ON w.code = i.wearer
                WHERE NOT EXISTS (SELECT FROM contact c WHERE c.wearer_id = w.id AND c.phone = i.phone)
                ORDER BY i.file, i.line
                """).execute();
    }
}
