package io.kanhu.ingest;

import io.kanhu.protocol.Fix;
import io.kanhu.protocol.SosPress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What is done about a call for help, in the transaction that stores it. Called by one thread at a time, may block. */
public interface SosHook {
    /** A position older than this says little about where somebody is. */
    Duration FRESH_FIX = Duration.ofHours(24);

    /**
     * A full press that was not known yet.
     *
     * @param wearerId who wears the band, {@code null} if nobody is known to
     * @param gridId the wearer's home grid, {@code null} if unknown
     * @param lastSeen where the band was last, if the press does not say itself and it is no longer ago than {@link #FRESH_FIX};
     *     otherwise {@code null}
     */
    record Pressed(
            String band,
            @Nullable Long wearerId,
            @Nullable Long gridId,
            SosPress press,
            Instant receivedAt,
            @Nullable Seen lastSeen) {

        /** The same with where the band was last. */
        public Pressed seen(Seen last) {
            return new Pressed(band, wearerId, gridId, press, receivedAt, last);
        }
    }

    /** Where a band was and when. */
    record Seen(Fix fix, Instant at) {}

    /** What a press will set off, found out before anything is written. */
    interface Foreseen {
        /** The alert that it will count for. */
        long alertId();

        /** What there is to write, so that it fails if anything has come between that makes it untrue. */
        List<Part> parts();

        /** It is written and committed. Must not block. */
        void isWritten();
    }

    /**
     * What a full press that is alone will set off, if that can be told: then it is written with the press in one way to the database. What
     * {@link #raise} would write is what it says. Outside any transaction; nothing is written here.
     *
     * @param pressed whose {@code lastSeen} is not known yet
     * @return nothing if it has to be raised, because the press is known, or is not the first of its case, or whatever else there is
     */
    default Optional<Foreseen> foresee(Handle handle, Pressed pressed) {
        return Optional.empty();
    }

    /**
     * These are about to be raised in this transaction, one by one: what has to be known about several can be asked for together. Not
     * called for none.
     */
    default void begin(Handle handle, List<Pressed> presses) {}

    /**
     * A full press that was not known yet, whose row is stored.
     *
     * @return the alert it counts for
     */
    long raise(Handle handle, Pressed pressed);

    /** The wearer called off the press that counts for this alert. */
    void callOff(Handle handle, long alertId, Instant cancelledAt, Instant receivedAt);

    /**
     * A full press has come in and waits to be stored. May be called for a press that waits already, which was sent again. Called on
     * event loops: must not block.
     *
     * @param wearerId who wears the band, {@code null} if nobody is known to
     * @param gridId the wearer's home grid, {@code null} if unknown
     */
    default void waits(Delivery delivery, @Nullable Long wearerId, @Nullable Long gridId, SosPress press) {}

    /** Such a press waits no longer: it is committed, or refused for good. Must not block. */
    default void settled(Delivery delivery, SosPress press) {}

    /**
     * Everything of this transaction was raised or called off, and it is about to commit: what was put off to be done for all together
     * is done now. Not called for a transaction that is rolled back before.
     */
    default void complete(Handle handle) {}

    /** What was raised or called off is committed. */
    void committed();
}
