package io.kanhu.database;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Makes the daily partitions of the measurement tables ahead of the data, on plain PostgreSQL; does nothing on TimescaleDB.
 * Days are UTC days.
 */
public final class Partitions {
    private static final List<String> TABLES = List.of("vital_sign", "location_fix", "band_status");
    /** Bands may report up to 30 days late and one ahead; a few days more cover a server that sleeps over a weekend. */
    private static final int DAYS_BACK = 31;

    private static final int DAYS_AHEAD = 4;

    private final Jdbi jdbi;

    public Partitions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Makes what is missing around {@code today}; rows that waited in the default partition move to their day. */
    public void prepare(LocalDate today) {
        jdbi.useTransaction(handle -> {
            // One node at a time; whoever comes second finds the work done.
            handle.execute("SELECT pg_advisory_xact_lock(hashtext('kanhu partitions'))");
            Set<String> present = Set.copyOf(handle.createQuery("""
                            SELECT child.relname FROM pg_inherits
                              JOIN pg_class child ON child.oid = inhrelid
                              JOIN pg_class parent ON parent.oid = inhparent
                              JOIN pg_partitioned_table ON partrelid = parent.oid
                             WHERE parent.relname IN (<tables>)
                            """)
                    .bindList("tables", TABLES)
                    .mapTo(String.class)
                    .list());
            if (present.isEmpty()) {
                return;
            }
            for (String table : TABLES) {
                for (int offset = -DAYS_BACK; offset <= DAYS_AHEAD; offset++) {
                    LocalDate day = today.plusDays(offset);
                    String name = table + "_" + day.format(DateTimeFormatter.BASIC_ISO_DATE);
                    if (!present.contains(name)) {
                        add(handle, table, name, day);
                    }
                }
            }
        });
    }

    private static void add(Handle handle, String table, String name, LocalDate day) {
        String from = day.atStartOfDay().atOffset(ZoneOffset.UTC).toString();
        String until = day.plusDays(1).atStartOfDay().atOffset(ZoneOffset.UTC).toString();
        String waiting = table + "_default";
        handle.execute("CREATE TABLE " + name + " (LIKE " + table + " INCLUDING DEFAULTS INCLUDING CONSTRAINTS)");
        handle.execute("INSERT INTO " + name + " SELECT * FROM " + waiting + " WHERE measured_at >= '" + from
                + "' AND measured_at < '" + until + "'");
        handle.execute(
                "DELETE FROM " + waiting + " WHERE measured_at >= '" + from + "' AND measured_at < '" + until + "'");
        handle.execute("ALTER TABLE " + table + " ATTACH PARTITION " + name + " FOR VALUES FROM ('" + from + "') TO ('"
                + until + "')");
    }
}
