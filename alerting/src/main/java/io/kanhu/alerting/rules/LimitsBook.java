package io.kanhu.alerting.rules;

import io.kanhu.alerting.rounds.Rounds;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everybody's limits, in memory: the city's, those of areas that differ, those of wearers that differ. Read again every ten seconds.
 * Asking is lock-free.
 */
public final class LimitsBook implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LimitsBook.class);
    private static final Duration PERIOD = Duration.ofSeconds(10);

    private final Jdbi jdbi;
    private final Rounds rounds;
    private volatile Page page = new Page(Limits.DEFAULT, Map.of(), Map.of(), Limits.DEFAULT);

    public LimitsBook(Jdbi jdbi) {
        this.jdbi = jdbi;
        this.rounds =
                new Rounds(Thread.ofVirtual().name("limits"), PERIOD, this::refresh, "read the rules' limits", LOG);
    }

    private record Page(Limits city, Map<Long, Limits> grids, Map<Long, Limits> wearers, Limits widest) {}

    /** Reads them once, blocking, and keeps up with changes until closed. */
    public void start() {
        refresh();
        rounds.start();
    }

    @Override
    public void close() {
        rounds.close();
    }

    /**
     * Those that hold for a wearer.
     *
     * @param gridId where the wearer lives, {@code null} if unknown
     */
    public Limits of(long wearerId, @Nullable Long gridId) {
        Page now = page;
        Limits own = now.wearers().get(wearerId);
        if (own != null) {
            return own;
        }
        return gridId == null ? now.city() : now.grids().getOrDefault(gridId, now.city());
    }

    /** What is within these is normal for everybody. */
    Limits widest() {
        return page.widest();
    }

    /** Reads them again. Blocks. */
    void refresh() {
        page = jdbi.withHandle(LimitsBook::read);
    }

    private static Page read(Handle handle) {
        Limits city = handle.createQuery("SELECT * FROM rule_setting WHERE area_id IS NULL AND wearer_id IS NULL")
                .map((row, context) -> Limits.read(row, Limits.DEFAULT))
                .findOne()
                .orElse(Limits.DEFAULT);
        Map<Long, Limits> grids = new HashMap<>();
        // From the city down, so that the nearest has the last word.
        handle.createQuery("""
                        WITH RECURSIVE chain AS (
                          SELECT g.id AS grid, g.area_id AS area, 0 AS height FROM grid g
                          UNION ALL
                          SELECT c.grid, a.parent_id, c.height + 1 FROM chain c JOIN area a ON a.id = c.area
                           WHERE a.parent_id IS NOT NULL)
                        SELECT c.grid, s.* FROM chain c JOIN rule_setting s ON s.area_id = c.area
                         ORDER BY c.grid, c.height DESC
                        """)
                .map((row, context) -> overlay(grids, row, row.getLong("grid"), city))
                .forEach(taken -> {});
        Map<Long, Limits> wearers = new HashMap<>();
        handle.createQuery("""
                        SELECT s.*, w.grid_id FROM rule_setting s JOIN wearer w ON w.id = s.wearer_id
                        """)
                .map((row, context) -> overlay(
                        wearers, row, row.getLong("wearer_id"), grids.getOrDefault(row.getLong("grid_id"), city)))
                .forEach(taken -> {});
        Limits widest = Stream.concat(grids.values().stream(), wearers.values().stream())
                .reduce(city, Limits::suspectingAlso);
        return new Page(city, grids, wearers, widest);
    }

    private static Limits overlay(Map<Long, Limits> book, ResultSet row, long key, Limits otherwise)
            throws SQLException {
        Limits limits = Limits.read(row, book.getOrDefault(key, otherwise));
        book.put(key, limits);
        return limits;
    }
}
