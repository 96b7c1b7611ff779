package io.kanhu.alerting.rounds;

import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;

/** What is read from the database every few seconds, for gauges: whoever asks for it gets what was read last and never waits. Thread-safe. */
public final class Polled<T> implements AutoCloseable {
    private final Rounds rounds;
    private volatile T latest;

    /**
     * @param name of the thread
     * @param period from one reading to the next
     * @param first until it is read
     * @param read may block
     * @param what is done, as the log says it: "cannot …"
     * @param log of whoever does it
     */
    public Polled(String name, Duration period, T first, Supplier<T> read, String what, Logger log) {
        this.latest = first;
        this.rounds = new Rounds(Thread.ofVirtual().name(name), period, () -> latest = read.get(), what, log);
    }

    public T latest() {
        return latest;
    }

    public void start() {
        rounds.start();
    }

    @Override
    public void close() {
        rounds.close();
    }
}
