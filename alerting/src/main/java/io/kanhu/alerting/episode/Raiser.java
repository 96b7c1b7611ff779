package io.kanhu.alerting.episode;

import io.kanhu.alerting.escalation.Climber;
import io.kanhu.alerting.escalation.Climber.Beginning;
import io.kanhu.alerting.outage.HeldCalls;
import io.kanhu.ingest.Delivery;
import io.kanhu.ingest.SosHook;
import io.kanhu.protocol.Fix;
import io.kanhu.protocol.SosPress;
import io.kanhu.registry.place.Spot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns presses into episodes, in the transaction that stores the press: one open episode per wearer, further presses count on
 * it. The first rung of the ladder is taken in that same transaction, so there is no alert that nobody was told of because of a
 * crash in between.
 */
public final class Raiser implements SosHook {
    private static final Logger LOG = LoggerFactory.getLogger(Raiser.class);
    private static final String BEFORE = "before_handover";

    /** A press that took longer than this from the band to us is marked late: the wearer may have been waiting. */
    static final Duration LATE = Duration.ofMinutes(2);

    /** A position older than this says little about where somebody is. */
    static final Duration FRESH_FIX = Duration.ofHours(24);

    private final Climber climber;
    private final HeldCalls held;
    private final Beginnings beginnings;
    private final Surroundings surroundings = new Surroundings();
    private final Clock clock;
    private final Runnable wake;

    /**
     * @param held what is done about presses that cannot be stored
     * @param wake called after each commit; must not block
     */
    public Raiser(Climber climber, HeldCalls held, Clock clock, Runnable wake) {
        this.climber = climber;
        this.held = held;
        this.beginnings = new Beginnings(climber, clock);
        this.clock = clock;
        this.wake = wake;
    }

    private record Episode(long id, AlertState state, boolean isNew) {}

    @Override
    public void begin(Handle handle, List<Pressed> presses) {
        surroundings.ask(handle, presses, clock.instant().minus(FRESH_FIX));
    }

    @Override
    public long raise(
            Handle handle,
            String band,
            @Nullable Long wearerId,
            @Nullable Long gridId,
            SosPress press,
            Instant receivedAt) {
        boolean late = Duration.between(press.pressedAt(), receivedAt).compareTo(LATE) > 0;
        Surroundings.Known known = surroundings.of(
                handle, new Pressed(band, wearerId, press), clock.instant().minus(FRESH_FIX));
        Optional<Long> fall = FallAndCall.callAfterFall(
                handle, climber, known.fall(), band, press.pressedAt(), late, clock.instant());
        String detail = "{\"band\":\"" + band + "\"}";
        if (fall.isPresent()) {
            Episode call = again(handle, fall.get());
            held.claim(band, press, call.id())
                    .ifPresent(done -> takeOver(handle, call, band, receivedAt, detail, done));
            return call.id();
        }
        Episode episode = upsert(handle, band, wearerId, gridId, press, placeOf(press, known), receivedAt, late);
        if (beginnings.writeBefore(handle, episode.id())) {
            episode = again(handle, episode.id());
        }
        Instant now = clock.instant();
        Optional<HeldCalls.Done> done = held.claim(band, press, episode.id());
        if (done.isPresent() && takeOver(handle, episode, band, receivedAt, detail, done.get())) {
            return episode.id();
        }
        if (episode.isNew()) {
            beginnings.add(handle, new Beginning(episode.id(), "raised", detail));
        } else if (episode.state() == AlertState.CANCELLED) {
            reopen(handle, episode.id());
            beginnings.add(handle, new Beginning(episode.id(), "pressed_again", detail));
        } else {
            Events.add(handle, episode.id(), now, "pressed_again", Events.KANHU, detail);
            if (episode.state() == AlertState.RAISED) {
                climber.lookAgain(handle, episode.id(), now);
            }
        }
        return episode.id();
    }

    /**
     * Writes down what was done about the press while the database was away, and goes on from there. Should that fail, the press
     * is raised as if nothing had been done: people called twice are better than a press that is not stored.
     */
    private boolean takeOver(
            Handle handle, Episode episode, String band, Instant receivedAt, String detail, HeldCalls.Done done) {
        handle.savepoint(BEFORE);
        try {
            boolean begins = episode.isNew() || episode.state() == AlertState.CANCELLED;
            if (episode.state() == AlertState.CANCELLED) {
                reopen(handle, episode.id());
            }
            String why = episode.isNew() ? "raised" : "pressed_again";
            if (done.handover().isPresent()) {
                Events.add(handle, episode.id(), receivedAt, why, Events.KANHU, detail);
                climber.takeOver(handle, episode.id(), done.handover().get(), begins);
            } else if (begins) {
                climber.begin(handle, episode.id(), clock.instant(), why, detail);
            } else {
                Events.add(handle, episode.id(), receivedAt, why, Events.KANHU, detail);
            }
            done.answer().ifPresent(answer -> {
                if (episode.state().waitsForAnswer()) {
                    Moves.answered(handle, episode.id(), answer.name(), answer.workerId(), band, answer.at());
                } else {
                    Events.add(handle, episode.id(), answer.at(), "also_answered", answer.name(), "{}");
                }
            });
            handle.releaseSavepoint(BEFORE);
            return true;
        } catch (RuntimeException e) {
            LOG.error("what was done without the database cannot be written down alert={}", episode.id(), e);
            handle.rollbackToSavepoint(BEFORE);
            return false;
        }
    }

    @Override
    public void waits(Delivery delivery, @Nullable Long wearerId, @Nullable Long gridId, SosPress press) {
        held.arrived(delivery, wearerId, gridId, press);
    }

    @Override
    public void settled(Delivery delivery, SosPress press) {
        held.settled(delivery, press);
    }

    @Override
    public void callOff(Handle handle, long alertId, Instant cancelledAt, Instant receivedAt) {
        beginnings.writeBefore(handle, alertId);
        if (isOnFile(handle, alertId, cancelledAt)) {
            return;
        }
        // What was pressed after it stands, and so does a fall. Once somebody goes it is on the file and no more:
        // they will see for themselves.
        int changed = handle.createUpdate("""
                        UPDATE alert SET state = 'cancelled'
                         WHERE id = :id AND state IN ('raised', 'dispatched') AND fell_at IS NULL
                           AND NOT EXISTS (SELECT FROM sos_press p WHERE p.alert_id = :id AND p.pressed_at > :cancelled)
                        """)
                .bind("id", alertId)
                .bind("cancelled", cancelledAt.atOffset(ZoneOffset.UTC))
                .execute();
        handle.createUpdate("UPDATE alert SET version = version + 1 WHERE id = :id")
                .bind("id", alertId)
                .execute();
        Events.add(
                handle,
                alertId,
                clock.instant(),
                "called_off",
                Events.KANHU,
                "{\"at\":\"" + cancelledAt + "\",\"cancelled\":" + (changed > 0) + "}");
    }

    /** A band sends a call-off again until it knows that it arrived. */
    private static boolean isOnFile(Handle handle, long alertId, Instant cancelledAt) {
        return handle.createQuery("""
                        SELECT EXISTS (SELECT FROM alert_event
                                        WHERE alert_id = :id AND kind = 'called_off' AND detail->>'at' = :at)
                        """)
                .bind("id", alertId)
                .bind("at", cancelledAt.toString())
                .mapTo(boolean.class)
                .one();
    }

    @Override
    public void complete(Handle handle) {
        surroundings.forget(handle);
        beginnings.write(handle);
    }

    @Override
    public void committed() {
        wake.run();
    }

    private Episode upsert(
            Handle handle,
            String band,
            @Nullable Long wearerId,
            @Nullable Long gridId,
            SosPress press,
            Optional<Place> place,
            Instant receivedAt,
            boolean late) {
        Optional<Spot> spot = place.flatMap(where -> climber.whereabouts().of(where.sighting(), press.pressedAt()));
        return handle.createQuery("""
                        INSERT INTO alert (kind, severity, state, wearer_id, band, grid_id, raised_at, received_at, late,
                                           latitude, longitude, accuracy, located_at, at_grid_id, at_area_id,
                                           next_action_at)
                        VALUES ('sos', 'emergency', 'raised', :wearer, :band, :grid, :pressed, :received, :late,
                                :latitude, :longitude, :accuracy, :located, :atGrid, :atArea, :now)
                        ON CONFLICT (kind, coalesce(wearer_id::text, 'band ' || band))
                              WHERE state NOT IN ('resolved', 'closed')
                        DO UPDATE SET press_count = alert.press_count + 1,
                                      version = alert.version + 1,
                                      (latitude, longitude, accuracy, located_at, at_grid_id, at_area_id) =
                                        (SELECT * FROM (VALUES
                                           (EXCLUDED.latitude, EXCLUDED.longitude, EXCLUDED.accuracy, EXCLUDED.located_at,
                                            EXCLUDED.at_grid_id, EXCLUDED.at_area_id),
                                           (alert.latitude, alert.longitude, alert.accuracy, alert.located_at,
                                            alert.at_grid_id, alert.at_area_id)) AS place
                                          ORDER BY 4 DESC NULLS LAST LIMIT 1)
                        RETURNING id, state, press_count = 1 AS is_new
                        """)
                .bind("wearer", wearerId)
                .bind("band", band)
                .bind("grid", gridId)
                .bind("pressed", press.pressedAt().atOffset(ZoneOffset.UTC))
                .bind("received", receivedAt.atOffset(ZoneOffset.UTC))
                // Should it not begin in this transaction, the engine finds it.
                .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                .bind("late", late)
                .bind("latitude", place.map(Place::latitude).orElse(null))
                .bind("longitude", place.map(Place::longitude).orElse(null))
                .bind("accuracy", place.map(Place::accuracyMetres).orElse(null))
                .bind("located", place.map(p -> p.at().atOffset(ZoneOffset.UTC)).orElse(null))
                .bind("atGrid", spot.map(Spot::gridId).orElse(null))
                .bind("atArea", spot.map(Spot::areaId).orElse(null))
                .map((row, context) ->
                        new Episode(row.getLong("id"), AlertState.of(row.getString("state")), row.getBoolean("is_new")))
                .one();
    }

    private static Episode again(Handle handle, long alertId) {
        return handle.createQuery("SELECT state FROM alert WHERE id = :id")
                .bind("id", alertId)
                .map((row, context) -> new Episode(alertId, AlertState.of(row.getString("state")), false))
                .one();
    }

    /** The press's own fix, or the band's last one if it is not too old. */
    private static Optional<Place> placeOf(SosPress press, Surroundings.Known known) {
        Fix fix = press.fix();
        return fix == null
                ? known.lastPlace()
                : Optional.of(new Place(fix.latitude(), fix.longitude(), fix.accuracyMetres(), press.pressedAt()));
    }

    private static void reopen(Handle handle, long alertId) {
        handle.createUpdate("UPDATE alert SET state = 'raised' WHERE id = :id")
                .bind("id", alertId)
                .execute();
    }
}
