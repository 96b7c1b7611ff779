package io.kanhu.ingest.pipeline;

import io.kanhu.ingest.Delivery;
import io.kanhu.ingest.SosHook;
import io.kanhu.protocol.Refusal;
import io.kanhu.protocol.SosPress;
import io.kanhu.protocol.Topic;
import io.kanhu.registry.Band;
import io.kanhu.registry.Worn;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A press whose hook hears how long it waits. What goes wrong in the hook keeps no press from its way. */
final class WatchedPress implements Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedPress.class);

    private final Delivery delivery;
    private final SosPress press;
    private final SosHook hook;

    private WatchedPress(Delivery delivery, SosPress press, SosHook hook) {
        this.delivery = delivery;
        this.press = press;
        this.hook = hook;
    }

    /** Says that it waits. */
    static Delivery watch(Delivery delivery, SosPress press, @Nullable Band band, SosHook hook) {
        Worn worn = band == null ? null : band.wearerAt(press.pressedAt());
        try {
            hook.waits(delivery, worn == null ? null : worn.wearerId(), worn == null ? null : worn.gridId(), press);
        } catch (RuntimeException e) {
            LOG.error("a press is not watched while it waits; please report this band={}", delivery.band(), e);
        }
        return new WatchedPress(delivery, press, hook);
    }

    @Override
    public String band() {
        return delivery.band();
    }

    @Override
    public Topic.Kind kind() {
        return delivery.kind();
    }

    @Override
    public String topic() {
        return delivery.topic();
    }

    @Override
    public byte[] payload() {
        return delivery.payload();
    }

    @Override
    public Instant receivedAt() {
        return delivery.receivedAt();
    }

    @Override
    public void acknowledge() {
        settled();
        delivery.acknowledge();
    }

    @Override
    public void refuse(Refusal why) {
        settled();
        delivery.refuse(why);
    }

    private void settled() {
        try {
            hook.settled(delivery, press);
        } catch (RuntimeException e) {
            LOG.error("a press that is stored is watched still; please report this band={}", delivery.band(), e);
        }
    }
}
