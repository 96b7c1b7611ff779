package io.kanhu.alerting.care;

import io.kanhu.alerting.rounds.Rounds;
import io.kanhu.protocol.Gcj02;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everybody's safe zones, in memory. Looks every ten seconds whether any has changed, and reads them again if so. Asking is lock-free. */
public final class ZoneBook implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ZoneBook.class);
    private static final Duration PERIOD = Duration.ofSeconds(10);

    private final Jdbi jdbi;
    private final Rounds rounds;
    private volatile Page page = new Page(new Edition(0, 0), Map.of());

    public ZoneBook(Jdbi jdbi) {
        this.jdbi = jdbi;
        this.rounds = new Rounds(Thread.ofVirtual().name("safe-zones"), PERIOD, this::refresh, "read safe zones", LOG);
    }

    /** Rows are only added and ended, so each change that is committed makes one of the two more. */
    private record Edition(long rows, long ended) {}

    private record Page(Edition edition, Map<Long, List<Zone>> zones) {}

    /** Reads them once, blocking, and keeps up with changes until closed. */
    public void start() {
        refresh();
        rounds.start();
    }

    @Override
    public void close() {
        rounds.close();
    }

    /** Whether nobody has any. */
    public boolean isEmpty() {
        return page.zones().isEmpty();
    }

    /** Nothing for whoever may go anywhere. */
    public List<Zone> of(long wearerId) {
        return page.zones().getOrDefault(wearerId, List.of());
    }

    /** Reads them if there is anything new. Blocks. */
    public void refresh() {
        jdbi.useHandle(handle -> {
            Edition now = handle.createQuery("SELECT count(*) AS rows, count(ended_at) AS ended FROM safe_zone")
                    .map((row, context) -> new Edition(row.getLong("rows"), row.getLong("ended")))
                    .one();
            if (!now.equals(page.edition())) {
                page = new Page(now, read(handle));
            }
        });
    }

    private static Map<Long, List<Zone>> read(Handle handle) {
        Map<Long, List<Zone>> zones = new HashMap<>();
        handle.createQuery("""
                        SELECT wearer_id, latitude, longitude, datum, radius_metres, severity FROM safe_zone
                         WHERE ended_at IS NULL ORDER BY id
                        """)
                .map((row, context) -> zones.computeIfAbsent(row.getLong("wearer_id"), id -> new ArrayList<>(1))
                        .add(zone(row)))
                .forEach(added -> {});
        return zones;
    }

    private static Zone zone(ResultSet row) throws SQLException {
        double latitude = row.getDouble("latitude");
        double longitude = row.getDouble("longitude");
        Gcj02.Point wgs84 = row.getString("datum").equals("gcj02")
                ? Gcj02.toWgs84(latitude, longitude)
                : new Gcj02.Point(latitude, longitude);
        return new Zone(
                wgs84.latitude(),
                wgs84.longitude(),
                row.getInt("radius_metres"),
                row.getString("severity").equals("emergency"));
    }
}
