package io.kanhu.alerting.episode;

import io.kanhu.alerting.escalation.Climber;
import io.kanhu.alerting.escalation.Climber.Beginning;
import io.kanhu.ingest.SosHook;
import io.kanhu.protocol.Fix;
import io.kanhu.protocol.SosPress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Turns presses into episodes, in the transaction that stores the press: one open episode per wearer, further presses count on
 * it. The first rung of the ladder is taken in that same transaction, so there is no alert that nobody was told of because of a
 * crash in between.
 */
public final class Raiser implements SosHook {
    /** A press that took longer than this from the band to us is marked late: the wearer may have been waiting. */
    static final Duration LATE = Duration.ofMinutes(2);

    /** A position older than this says little about where somebody is. */
    static final Duration FRESH_FIX = Duration.ofHours(24);

    private final Climber climber;
    private final Beginnings beginnings;
    private final Clock clock;
    private final Runnable wake;

    /**
     * @param wake called after each commit; must not block
     */
    public Raiser(Climber climber, Clock clock, Runnable wake) {
        this.climber = climber;
        this.beginnings = new Beginnings(climber, clock);
        this.clock = clock;
        this.wake = wake;
    }

    private record Episode(long id, AlertState state, boolean isNew) {}

    @Override
    public long raise(
            Handle handle,
            String band,
            @Nullable Long wearerId,
            @Nullable Long gridId,
            SosPress press,
            Instant receivedAt) {
        Episode episode = upsert(handle, band, wearerId, gridId, press, receivedAt);
        if (beginnings.writeBefore(handle, episode.id())) {
            episode = again(handle, episode.id());
        }
        String detail = "{\"band\":\"" + band + "\"}";
        Instant now = clock.instant();
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

    @Override
    public void callOff(Handle handle, long alertId, Instant cancelledAt, Instant receivedAt) {
        beginnings.writeBefore(handle, alertId);
        if (isOnFile(handle, alertId, cancelledAt)) {
            return;
        }
        // What was pressed after it stands. Once somebody goes it is on the file and no more: they will see for
        // themselves.
        int changed = handle.createUpdate("""
                        UPDATE alert SET state = 'cancelled'
                         WHERE id = :id AND state IN ('raised', 'dispatched')
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
            Instant receivedAt) {
        Optional<Place> place = placeOf(handle, band, press);
        return handle.createQuery("""
                        INSERT INTO alert (kind, severity, state, wearer_id, band, grid_id, raised_at, received_at, late,
                                           latitude, longitude, accuracy, located_at, next_action_at)
                        VALUES ('sos', 'emergency', 'raised', :wearer, :band, :grid, :pressed, :received, :late,
                                :latitude, :longitude, :accuracy, :located, :now)
                        ON CONFLICT (kind, coalesce(wearer_id::text, 'band ' || band))
                              WHERE state NOT IN ('resolved', 'closed')
                        DO UPDATE SET press_count = alert.press_count + 1,
                                      version = alert.version + 1,
                                      (latitude, longitude, accuracy, located_at) =
                                        (SELECT * FROM (VALUES
                                           (EXCLUDED.latitude, EXCLUDED.longitude, EXCLUDED.accuracy, EXCLUDED.located_at),
                                           (alert.latitude, alert.longitude, alert.accuracy, alert.located_at)) AS place
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
                .bind("late", Duration.between(press.pressedAt(), receivedAt).compareTo(LATE) > 0)
                .bind("latitude", place.map(Place::latitude).orElse(null))
                .bind("longitude", place.map(Place::longitude).orElse(null))
                .bind("accuracy", place.map(Place::accuracyMetres).orElse(null))
                .bind("located", place.map(p -> p.at().atOffset(ZoneOffset.UTC)).orElse(null))
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
    private Optional<Place> placeOf(Handle handle, String band, SosPress press) {
        Fix fix = press.fix();
        if (fix != null) {
            return Optional.of(new Place(fix.latitude(), fix.longitude(), fix.accuracyMetres(), press.pressedAt()));
        }
        return Place.lastOf(handle, band, clock.instant().minus(FRESH_FIX));
    }

    private static void reopen(Handle handle, long alertId) {
        handle.createUpdate("UPDATE alert SET state = 'raised' WHERE id = :id")
                .bind("id", alertId)
                .execute();
    }
}
