package io.kanhu.alerting.routing;

import io.kanhu.registry.place.PlaceIndex;
import io.kanhu.registry.place.Spot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells from a position which grid somebody is in, in memory. Thread-safe; never blocks, never throws: a call for help goes its way
 * whatever shapes are drawn.
 */
public final class Whereabouts {
    private static final Logger LOG = LoggerFactory.getLogger(Whereabouts.class);

    /** No shapes are drawn: everybody counts as at home. */
    public static final Whereabouts UNKNOWN = new Whereabouts(() -> PlaceIndex.EMPTY, Duration.ZERO);

    private final Supplier<PlaceIndex> places;
    private final Duration fresh;

    /**
     * By these shapes.
     *
     * @param fresh how old a position may be and still say where somebody is
     */
    public Whereabouts(Supplier<PlaceIndex> places, Duration fresh) {
        this.places = places;
        this.fresh = fresh;
    }

    /** Where somebody is at that moment; nothing if the position is too old or too vague, or if no place is drawn there. */
    public Optional<Spot> of(Sighting seen, Instant at) {
        if (Duration.between(seen.at(), at).compareTo(fresh) > 0) {
            return Optional.empty();
        }
        try {
            return places.get().at(seen.latitude(), seen.longitude(), seen.accuracyMetres());
        } catch (RuntimeException e) {
            LOG.error("cannot tell which grid a position lies in, the home grid is called why=\"{}\"", e.toString());
            return Optional.empty();
        }
    }
}
