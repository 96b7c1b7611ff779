package io.kanhu.ingest;

import io.kanhu.protocol.SosPress;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;

/** Remembers what was raised; every press is alert 1. */
public final class RecordingHook implements SosHook {
    public final List<SosPress> raised = new CopyOnWriteArrayList<>();
    public final List<Long> calledOff = new CopyOnWriteArrayList<>();
    public final AtomicInteger commits = new AtomicInteger();

    @Override
    public long raise(Handle handle, Pressed pressed) {
        raised.add(pressed.press());
        return 1;
    }

    @Override
    public void callOff(Handle handle, long alertId, Instant cancelledAt, Instant receivedAt) {
        calledOff.add(alertId);
    }

    @Override
    public void committed() {
        commits.incrementAndGet();
    }
}
