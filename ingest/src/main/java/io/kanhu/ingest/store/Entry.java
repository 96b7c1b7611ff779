package io.kanhu.ingest.store;

import io.kanhu.ingest.Delivery;
import io.kanhu.protocol.BandMessage;
import io.kanhu.protocol.Refusal;
import io.kanhu.protocol.Telemetry;
import io.kanhu.registry.Band;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decoded message on its way to the database.
 *
 * @param message what is to be stored, or {@code null} if nothing is
 * @param refusals what is not, to be recorded
 * @param band as the registry knows it; {@code null} only where the message is refused for that
 */
public record Entry(
        Delivery delivery,
        @Nullable BandMessage message,
        List<Refusal> refusals,
        @Nullable Band band) {

    private static final int SMALLEST = 512;

    /** How many reports it holds, which is what it costs to store. */
    public int reports() {
        return message instanceof Telemetry telemetry ? telemetry.reports().size() : 1;
    }

    /** About how many bytes of memory it takes: what a message takes at least, and its payload twice, as sent and as read. */
    public int bytes() {
        return SMALLEST + 2 * delivery.payload().length;
    }

    /** Answers the sender, after the commit. */
    public void settle() {
        if (message == null) {
            delivery.refuse(refusals.getFirst());
        } else {
            delivery.acknowledge();
        }
    }

    /** The same message with nothing to store: the database would not have it. */
    public Entry refused(Refusal why) {
        return new Entry(delivery, null, List.of(why), band);
    }
}
