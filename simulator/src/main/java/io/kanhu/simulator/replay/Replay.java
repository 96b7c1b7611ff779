package io.kanhu.simulator.replay;

import io.kanhu.simulator.band.BandConnection;
import io.kanhu.simulator.band.CannotRun;
import io.kanhu.simulator.band.Puback;
import io.kanhu.simulator.band.Report;
import io.kanhu.simulator.replay.Forecast.Fate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Plays a recording over a band's connection. */
public final class Replay {
    /** Most unacknowledged messages at a time, if the server takes as many. */
    private static final int WINDOW = 100;

    private final Recording recording;
    private final @Nullable Instant end;
    private final Duration shift;
    private final int batch;
    private final Clock clock;
    private final Forecast forecast = new Forecast();

    /**
     * Prepares it.
     *
     * @param end when the last sample is to lie; {@code null} keeps the times as recorded
     * @param batch reports in a message, 1 to 500
     */
    public Replay(Recording recording, @Nullable Instant end, int batch, Clock clock) {
        this.recording = recording;
        this.end = end;
        this.shift = end == null ? Duration.ZERO : Duration.between(recording.end(), end);
        this.batch = batch;
        this.clock = clock;
    }

    /**
     * What became of the reports. Those sent were either refused or acknowledged.
     *
     * @param acknowledged reports of which something was taken
     * @param simultaneous those of the acknowledged that have their time from an earlier one: a band's moment is stored once
     * @param vitalRows rows of vital signs that the acknowledged make
     * @param positionRows rows of positions that the acknowledged make
     * @param refusals reports of which nothing was taken, by reason
     * @param partly values that were not taken of the acknowledged, by reason
     */
    public record Result(
            int sent,
            int acknowledged,
            int simultaneous,
            int vitalRows,
            int positionRows,
            Map<String, Refused> refusals,
            Map<String, Refused> partly) {
        /** Whether the server took everything. */
        public boolean isComplete() {
            return refusals.isEmpty() && partly.isEmpty();
        }
    }

    /**
     * Reports, or values, that were refused for one reason.
     *
     * @param example what was said of the first of them
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
        int width = Math.min(WINDOW, connection.receiveMaximum());
        Semaphore window = new Semaphore(width);
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
                window.release();
                break;
            }
            sent += message.size();
            Instant now = clock.instant();
            List<Fate> fates =
                    message.stream().map(report -> forecast.of(report, now)).toList();
            CompletableFuture<Puback> answer = connection.publish("telemetry", Report.toJson(message));
            var unused = answer.whenComplete((puback, error) -> {
                tally.count(fates, puback, error);
                window.release();
            });
        }
        window.acquire(width);
        Result result = tally.result(sent);
        String lost = tally.lost();
        if (lost != null) {
            throw new CannotRun("the connection was lost after " + result.acknowledged() + " of " + reports.size()
                    + " reports were acknowledged: " + lost + ". Play it again"
                    + (end == null ? "" : " with --end-at " + end) + ", and only what is missing is added");
        }
        return result;
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
}
