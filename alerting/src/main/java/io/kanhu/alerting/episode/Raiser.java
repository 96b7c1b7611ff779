package io.kanhu.alerting.episode;

import io.kanhu.alerting.episode.Opening.Episode;
import io.kanhu.alerting.escalation.Climber;
import io.kanhu.alerting.escalation.Climber.Beginning;
import io.kanhu.alerting.outage.HeldCalls;
import io.kanhu.ingest.Delivery;
import io.kanhu.ingest.SosHook;
import io.kanhu.protocol.Fix;
import io.kanhu.protocol.SosPress;
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
    private static final String RAISED = "raised";
    private static final String PRESSED_AGAIN = "pressed_again";

    /** A press that took longer than this from the band to us is marked late: the wearer may have been waiting. */
    static final Duration LATE = Duration.ofMinutes(2);

    private final Climber climber;
    private final HeldCalls held;
    private final Beginnings beginnings;
    private final Falls falls = new Falls();
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

    @Override
    public Optional<Foreseen> foresee(Handle handle, Pressed pressed) {
        if (pressed.wearerId() == null) {
            return Optional.empty();
        }
        Optional<Foresight> foresight = Foresight.of(handle, opening(pressed));
        Optional<Seen> seen = foresight.flatMap(Foresight::lastSeen);
        if (seen.isPresent()) {
            Opening there = opening(pressed.seen(seen.get()));
            // Who is there for another place is another question.
            foresight = there.spot().isPresent()
                    ? Foresight.of(handle, there)
                    : foresight.map(asked -> new Foresight(there, asked.foot(), seen));
        }
        return foresight
                .filter(call -> held.claim(pressed.band(), pressed.press(), call.alertId())
                        .isEmpty())
                .map(call -> call.foreseen(handle, climber, RAISED, detailOf(pressed.band())));
    }

    @Override
    public void begin(Handle handle, List<Pressed> presses) {
        falls.ask(handle, presses);
    }

    @Override
    public long raise(Handle handle, Pressed pressed) {
        Opening opening = opening(pressed);
        String band = pressed.band();
        SosPress press = pressed.press();
        Optional<Long> fall = FallAndCall.callAfterFall(
                handle, climber, falls.of(handle, pressed), band, press.pressedAt(), opening.late(), clock.instant());
        String detail = detailOf(band);
        if (fall.isPresent()) {
            Episode call = again(handle, fall.get());
            held.claim(band, press, call.id())
                    .ifPresent(done -> takeOver(handle, call, band, pressed.receivedAt(), detail, done));
            return call.id();
        }
        Episode episode = opening.open(handle);
        if (beginnings.writeBefore(handle, episode.id())) {
            episode = again(handle, episode.id());
        }
        Instant now = clock.instant();
        Optional<HeldCalls.Done> done = held.claim(band, press, episode.id());
        if (done.isPresent() && takeOver(handle, episode, band, pressed.receivedAt(), detail, done.get())) {
            return episode.id();
        }
        if (episode.isNew()) {
            beginnings.add(handle, new Beginning(episode.id(), RAISED, detail));
        } else if (episode.state() == AlertState.CANCELLED) {
            reopen(handle, episode.id());
            beginnings.add(handle, new Beginning(episode.id(), PRESSED_AGAIN, detail));
        } else {
            Events.add(handle, episode.id(), now, PRESSED_AGAIN, Events.KANHU, detail);
            if (episode.state() == AlertState.RAISED) {
                climber.lookAgain(handle, episode.id(), now);
            }
        }
        return episode.id();
    }

    private static String detailOf(String band) {
        return "{\"band\":\"" + band + "\"}";
    }

    private Opening opening(Pressed pressed) {
        SosPress press = pressed.press();
        Optional<Place> place = placeOf(pressed);
        return new Opening(
                pressed,
                place,
                place.flatMap(where -> climber.whereabouts().of(where.sighting(), press.pressedAt())),
                Duration.between(press.pressedAt(), pressed.receivedAt()).compareTo(LATE) > 0,
                clock.instant());
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
            String why = episode.isNew() ? RAISED : PRESSED_AGAIN;
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
        falls.forget(handle);
        beginnings.write(handle);
    }

    @Override
    public void committed() {
        wake.run();
    }

    private static Episode again(Handle handle, long alertId) {
        return handle.createQuery("SELECT state FROM alert WHERE id = :id")
                .bind("id", alertId)
                .map((row, context) -> new Episode(alertId, AlertState.of(row.getString("state")), false))
                .one();
    }

    /** The press's own fix, or the band's last one if it is not too old. */
    private static Optional<Place> placeOf(Pressed pressed) {
        Fix fix = pressed.press().fix();
        Seen last = pressed.lastSeen();
        return fix != null
                ? Optional.of(placeOf(fix, pressed.press().pressedAt()))
                : Optional.ofNullable(last).map(seen -> placeOf(seen.fix(), seen.at()));
    }

    private static Place placeOf(Fix fix, Instant at) {
        return new Place(fix.latitude(), fix.longitude(), fix.accuracyMetres(), at);
    }

    private static void reopen(Handle handle, long alertId) {
        handle.createUpdate("UPDATE alert SET state = 'raised' WHERE id = :id")
                .bind("id", alertId)
                .execute();
    }
}
