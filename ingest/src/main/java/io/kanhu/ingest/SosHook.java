package io.kanhu.ingest;

import io.kanhu.protocol.SosPress;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What is done about a call for help, in the transaction that stores it. Called by one thread at a time, may block. */
public interface SosHook {

    /**
     * A full press that was not known yet.
     *
     * @param wearerId who wears the band, {@code null} if nobody is known to
     */
    record Pressed(String band, @Nullable Long wearerId, SosPress press) {}

    /**
     * These are about to be raised in this transaction, one by one: what has to be known about them can be asked for together. Not
     * called for none.
     */
    default void begin(Handle handle, List<Pressed> presses) {}

    /**
     * A full press that was not known yet.
     *
     * @param wearerId who wears the band, {@code null} if nobody is known to
     * @param gridId the wearer's home grid, {@code null} if unknown
     * @return the alert it counts for
     */
    long raise(
            Handle handle,
            String band,
            @Nullable Long wearerId,
            @Nullable Long gridId,
            SosPress press,
            Instant receivedAt);

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
