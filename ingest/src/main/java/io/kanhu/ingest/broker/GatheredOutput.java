package io.kanhu.ingest.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is flushed goes out at most a millisecond later, together with what has come by then. Any thread may write; a failure is
 * thrown at the next write. Memory is bounded: a writer waits while too much has not gone out yet.
 */
final class GatheredOutput extends OutputStream {
    private static final Duration GATHERING = Duration.ofMillis(1);
    private static final Duration FINISHING = Duration.ofSeconds(1);
    private static final int MOST_BYTES = 64 * 1024;

    private final OutputStream out;
    private final Thread sender;
    private ByteArrayOutputStream gathered = new ByteArrayOutputStream(MOST_BYTES);
    private @Nullable IOException failure;
    private boolean due;
    private boolean finished;

    GatheredOutput(OutputStream out) {
        this.out = out;
        this.sender = Thread.ofVirtual().name("broker-acknowledgements").start(this::send);
    }

    @Override
    public void write(int oneByte) throws IOException {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) throws IOException {
        try {
            while (gathered.size() >= MOST_BYTES && failure == null && !finished) {
                flush();
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the connection takes no more", e);
        }
        if (failure != null) {
            throw new IOException("the connection has failed: " + failure.getMessage(), failure);
        }
        gathered.write(bytes, from, length);
    }

    @Override
    public synchronized void flush() {
        if (!due) {
            due = true;
            notifyAll();
        }
    }

    /** Sends what was flushed and ends; waits a second at most. */
    void finish() {
        synchronized (this) {
            finished = true;
            due = true;
            notifyAll();
        }
        try {
            sender.join(FINISHING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        finish();
        out.close();
    }

    private void send() {
        ByteArrayOutputStream sending = new ByteArrayOutputStream(MOST_BYTES);
        try {
            while (awaitDue()) {
                synchronized (this) {
                    ByteArrayOutputStream full = gathered;
                    gathered = sending;
                    sending = full;
                    due = false;
                    notifyAll();
                }
                sending.writeTo(out);
                sending.reset();
            }
        } catch (IOException e) {
            synchronized (this) {
                failure = e;
                notifyAll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False when there is nothing left to do. */
    private boolean awaitDue() throws InterruptedException {
        synchronized (this) {
            while (!due) {
                wait();
            }
            if (finished) {
                return gathered.size() > 0;
            }
        }
        Thread.sleep(GATHERING);
        return true;
    }
}
