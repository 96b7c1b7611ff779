package io.kanhu.server;

import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chores that every node does now and then; doing one twice, or on two nodes at once, does no harm. */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration PERIOD = Duration.ofMinutes(10);

    private final List<Chore> chores;
    private final Thread thread = Thread.ofVirtual().name("housekeeping").unstarted(this::run);

    Housekeeping(List<Chore> chores) {
        this.chores = List.copyOf(chores);
    }

    /** Something to be done now and then. */
    record Chore(String name, Runnable work) {}

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (true) {
            try {
                Thread.sleep(PERIOD);
            } catch (InterruptedException e) {
                return;
            }
            for (Chore chore : chores) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                tryOne(chore);
            }
        }
    }

    private static void tryOne(Chore chore) {
        try {
            chore.work().run();
        } catch (JdbiException e) {
            LOG.warn("a chore failed and will be tried again chore={} why=\"{}\"", chore.name(), e.getMessage());
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                LOG.info(
                        "stopped in the middle of a chore, which another node or the next start does chore={}",
                        chore.name());
                return;
            }
            // Whatever it was: the other chores have their turn, and this one again in ten minutes.
            LOG.warn("a chore failed and will be tried again chore={}", chore.name(), e);
        }
    }
}
