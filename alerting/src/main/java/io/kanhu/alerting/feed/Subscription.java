package io.kanhu.alerting.feed;

/** Somebody watches until this is closed. Closing twice is harmless. */
public interface Subscription extends AutoCloseable {
    @Override
    void close();
}
