package io.kanhu.simulator.replay;

import io.kanhu.simulator.band.BandConnection;
import io.kanhu.simulator.band.CannotRun;
import io.kanhu.simulator.band.Puback;
import io.kanhu.simulator.band.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Plays a recording over a band's connection. */
public final class Replay {
    /** Unacknowledged messages at a time; servers announce more. */
    private static final int WINDOW = 100;

    private final Recording recording;
    private final Duration shift;
    private final int batch;

    /**
     * Prepares it.
     *
     * @param end when the last sample is to lie; {@code null} keeps the times as recorded
     * @param batch reports in a message, 1 to 500
     */
    public Replay(Recording recording, @Nullable Instant end, int batch) {
        this.recording = recording;
        this.shift = end == null ? Duration.ZERO : Duration.between(recording.end(), end);
        this.batch = batch;
    }

    /**
     * What became of it.
     *
     * @param refusals by the server's reason
     */
    public record Result(int sent, int acknowledged, Map<String, Refused> refusals) {}

    /**
     * Reports that were refused for one reason.
     *
     * @param example what the server said of the first of them
     */
    public record Refused(int reports, String example) {}

    /** The reports in order, with the times they are sent with. */
    List<Report> reports() {
        return recording.samples().stream().map(this::report).toList();
    }

    /**
     * Sends everything and waits for the answers. Blocks.
     *
     * @param speed 1 is as recorded, 60 an hour in a minute; {@code null} as fast as it is acknowledged
     * @throws CannotRun if the connection is lost
     */
    public Result run(BandConnection connection, @Nullable Double speed) throws InterruptedException {
        Tally tally = new Tally();
        Semaphore window = new Semaphore(WINDOW);
        List<Report> reports = reports();
        long begun = System.nanoTime();
        int sent = 0;
        for (int from = 0; from < reports.size(); from += batch) {
            List<Report> message = new ArrayList<>(reports.subList(from, Math.min(from + batch, reports.size())));
            if (speed != null) {
                waitFor(begun, message.getLast().millis() - reports.getFirst().millis(), speed);
            }
            window.acquire();
            if (tally.lost() != null) {
                break;
            }
            sent += message.size();
            CompletableFuture<Puback> answer = connection.publish("telemetry", Report.toJson(message));
            var unused = answer.whenComplete((puback, error) -> {
                tally.count(message.size(), puback, error);
                window.release();
            });
        }
        window.acquire(WINDOW);
        String lost = tally.lost();
        if (lost != null) {
            throw new CannotRun("the connection was lost after " + tally.acknowledged() + " of " + reports.size()
                    + " reports were acknowledged: " + lost + ". Replaying again adds only what is missing,"
                    + " if --end-at names the same time");
        }
        return new Result(sent, tally.acknowledged(), tally.refusals());
    }

    private static void waitFor(long begun, long recordedMillis, double speed) throws InterruptedException {
        long due = begun + (long) (recordedMillis * 1_000_000.0 / speed);
        long nanos = due - System.nanoTime();
        if (nanos > 0) {
            Thread.sleep(Duration.ofNanos(nanos));
        }
    }

    private Report report(Sample sample) {
        return new Report(
                Objects.requireNonNull(sample.at()).plus(shift).toEpochMilli(),
                sample.heartRate(),
                sample.systolic(),
                sample.diastolic(),
                sample.latitude(),
                sample.longitude(),
                null,
                null);
    }

    /** Counts answers, which come on Paho's threads. */
    private static final class Tally {
        private final Map<String, Refused> refusals = new TreeMap<>();
        private final AtomicReference<@Nullable String> lost = new AtomicReference<>();
        private int acknowledged;

        private synchronized void count(int reports, @Nullable Puback puback, @Nullable Throwable error) {
            if (puback == null) {
                lost.compareAndSet(null, String.valueOf(error));
            } else if (puback.refused()) {
                String reason = puback.reason().isEmpty() ? "reason code " + puback.code() : puback.reason();
                refusals.merge(
                        reason.replaceFirst(":.*", ""),
                        new Refused(reports, reason),
                        (before, now) -> new Refused(before.reports() + now.reports(), before.example()));
            } else {
                acknowledged += reports;
            }
        }

        private @Nullable String lost() {
            return lost.get();
        }

        private synchronized int acknowledged() {
            return acknowledged;
        }

        private synchronized Map<String, Refused> refusals() {
            return new TreeMap<>(refusals);
        }
    }
}
