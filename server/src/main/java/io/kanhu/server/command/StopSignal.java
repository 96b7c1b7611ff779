package io.kanhu.server.command;

import java.util.concurrent.CountDownLatch;

/** Waits for SIGTERM or Ctrl-C. */
final class StopSignal {
    private StopSignal() {}

    /** Blocks until the process is told to end, and closes what runs before it does. */
    static void await(AutoCloseable running) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(running), "stop"));
        never.await();
    }

    private static void close(AutoCloseable running) {
        try {
            running.close();
        } catch (Exception e) {
            throw new IllegalStateException("stopping failed", e);
        }
    }
}
