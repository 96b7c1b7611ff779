package io.kanhu.alerting.feed;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** An event that has its id and is not committed yet. */
final class SlowEvent implements AutoCloseable {
    private final Handle handle;
    private final long id;

    SlowEvent(Jdbi jdbi, long alert) {
        handle = jdbi.open();
        handle.begin();
        id = handle.select(
                        "INSERT INTO alert_event (alert_id, at, kind, actor) VALUES (?, now(), 'slow', 'test') RETURNING id",
                        alert)
                .mapTo(long.class)
                .one();
    }

    long id() {
        return id;
    }

    void commit() {
        handle.commit();
    }

    @Override
    public void close() {
        handle.close();
    }
}
