package io.kanhu.registry.place;

import io.kanhu.registry.place.PlaceIndex.Shape;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All shapes in memory. Asking is lock-free and never blocks. What another process imports is seen within {@link #INTERVAL} and the
 * time it takes to read it. While the database is away it goes on with what it knows.
 */
public final class Places implements AutoCloseable {
    public static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Places.class);

    private final Jdbi jdbi;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("places").factory());
    private volatile PlaceIndex index = PlaceIndex.EMPTY;
    private @Nullable Edition seen;
    private boolean failing;

    public Places(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** What tells one state of the table from the next. */
    private record Edition(long shapes, long revision, long levels) {}

    /** Reads all shapes, blocking, and keeps up with changes until closed. */
    public void start() {
        refresh();
        var unused = scheduler.scheduleWithFixedDelay(
                this::keepUp, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What is known now. */
    public PlaceIndex index() {
        return index;
    }

    /** Reads the shapes again if any has changed. Blocks. */
    public synchronized void refresh() {
        jdbi.useTransaction(handle -> {
            Edition now = edition(handle);
            if (!now.equals(seen)) {
                index = new PlaceIndex(shapes(handle));
                seen = now;
            }
        });
    }

    private void keepUp() {
        try {
            refresh();
            if (failing) {
                LOG.info("shapes of grids and areas are up to date again");
            }
            failing = false;
        } catch (RuntimeException e) {
            // Whatever it was, the next attempt has to come: a scheduler drops a task that throws.
            if (!failing) {
                LOG.warn(
                        "cannot read the shapes of grids and areas, goes on with those it knows why=\"{}\"",
                        e.getMessage());
            }
            failing = true;
        }
    }

    private static Edition edition(Handle handle) {
        return handle.createQuery("""
                        SELECT count(*) AS shapes, coalesce(max(s.revision), 0) AS revision,
                               coalesce(sum(hashtext(a.id || a.level)), 0)::bigint AS levels
                          FROM place_shape s LEFT JOIN area a ON a.id = s.area_id
                        """)
                .map((row, context) ->
                        new Edition(row.getLong("shapes"), row.getLong("revision"), row.getLong("levels")))
                .one();
    }

    private static List<Shape> shapes(Handle handle) {
        return handle.createQuery("""
                        SELECT coalesce(a.level, 'grid') AS level, coalesce(s.grid_id, s.area_id) AS place,
                               coalesce(g.code, a.code) AS code, s.shape
                          FROM place_shape s LEFT JOIN grid g ON g.id = s.grid_id LEFT JOIN area a ON a.id = s.area_id
                        """).map((row, context) -> shape(row)).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Shape> shape(ResultSet row) throws SQLException {
        String code = row.getString("code");
        try {
            Geometry geometry = new WKBReader().read(row.getBytes("shape"));
            Level level = Level.of(row.getString("level")).orElseThrow();
            return Optional.of(new Shape(new Spot(level, row.getLong("place"), code), geometry));
        } catch (ParseException | RuntimeException e) {
            // One that cannot be read must not take the others with it.
            LOG.error("the shape of a place cannot be read, import it again place={} why=\"{}\"", code, e.getMessage());
            return Optional.empty();
        }
    }

    /** Ends after a refresh that is under way, so that the pool may be closed next. */
    @Override
    public void close() {
        scheduler.close();
    }
}
