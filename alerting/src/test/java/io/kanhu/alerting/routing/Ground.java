package io.kanhu.alerting.routing;

import io.kanhu.registry.place.Places;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.WKBWriter;

/** Where a test's grids lie, and where its people are seen. */
public final class Ground {
    /** How old a position may be and still say where somebody is. */
    public static final Duration FRESH = Duration.ofMinutes(15);

    private final Jdbi jdbi;
    private final Places places;

    public Ground(Jdbi jdbi) {
        this.jdbi = jdbi;
        this.places = new Places(jdbi);
    }

    public Whereabouts whereabouts() {
        return new Whereabouts(places::index, FRESH);
    }

    /** Reads again what is drawn. */
    public void look() {
        places.refresh();
    }

    /** Where the grid lies: a square of 0.01 degrees, about 1.1 by 0.9 km, from this corner on. */
    public void draw(String grid, double south, double west) {
        draw("grid", grid, south, west, 0.01);
    }

    /** Where a grid or an area lies: a square. */
    public void draw(String table, String code, double south, double west, double side) {
        byte[] shape = new WKBWriter()
                .write(new GeometryFactory().toGeometry(new Envelope(west, west + side, south, south + side)));
        jdbi.useHandle(h -> h.execute(
                "INSERT INTO place_shape (%1$s_id, shape) SELECT id, ? FROM %1$s WHERE code = ?".formatted(table),
                shape,
                code));
        places.refresh();
    }

    /** Somebody's newest position, as telemetry tells it, in the table of states. */
    public void isSeen(String wearer, Instant at, double latitude, double longitude, @Nullable Double accuracyMetres) {
        jdbi.useHandle(h -> h.createUpdate("""
                        INSERT INTO wearer_state (wearer_id, band, heard_at, latitude, longitude, accuracy, fix_at)
                        SELECT id, 'any', :at, :latitude, :longitude, :accuracy, :at FROM wearer WHERE code = :wearer
                        ON CONFLICT (wearer_id) DO UPDATE
                           SET latitude = :latitude, longitude = :longitude, accuracy = :accuracy, fix_at = :at
                        """)
                .bind("wearer", wearer)
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .bind("latitude", latitude)
                .bind("longitude", longitude)
                .bind("accuracy", accuracyMetres)
                .execute());
    }
}
