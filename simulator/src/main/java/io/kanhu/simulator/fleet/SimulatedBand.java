package io.kanhu.simulator.fleet;

import io.kanhu.simulator.band.BandConnection;
import io.kanhu.simulator.band.CannotRun;
import io.kanhu.simulator.band.Credentials;
import io.kanhu.simulator.band.Puback;
import io.kanhu.simulator.band.Report;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One band of the fleet, on a virtual thread of its own. What is not acknowledged stays in its memory and goes out as an array when
 * the band is connected again, the oldest dropped first when the memory is full: as real ones do.
 */
final class SimulatedBand implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(SimulatedBand.class);
    private static final int MEMORY = 500;
    private static final int MOST_AT_ONCE = 100;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final double TOWN_LATITUDE = 35.03;
    private static final double TOWN_LONGITUDE = 110.99;

    private final FleetOptions options;
    private final Credentials credentials;
    private final ScheduledExecutorService threads;
    private final FleetFigures figures;
    private final Clock clock;
    private final Random chance;
    private final Physiology body;
    private final Deque<Report> memory = new ArrayDeque<>();
    private Duration pause = FIRST_PAUSE;

    SimulatedBand(
            FleetOptions options,
            Credentials credentials,
            ScheduledExecutorService threads,
            FleetFigures figures,
            Clock clock) {
        this.options = options;
        this.credentials = credentials;
        this.threads = threads;
        this.figures = figures;
        this.clock = clock;
        this.chance = new Random(credentials.band().hashCode());
        Credentials.Home home = credentials.home();
        this.body = new Physiology(
                credentials.band().hashCode(),
                home == null ? TOWN_LATITUDE + 0.01 * chance.nextGaussian() : home.latitude(),
                home == null ? TOWN_LONGITUDE + 0.01 * chance.nextGaussian() : home.longitude());
    }

    @Override
    public void run() {
        try {
            // Not all in the same second.
            Thread.sleep(Duration.ofMillis(
                    chance.nextLong(1 + Math.min(options.every().toMillis(), 10_000))));
            while (true) {
                session();
                measure();
                Thread.sleep(Duration.ofMillis(pause.toMillis() / 2 + chance.nextLong(pause.toMillis())));
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        } catch (InterruptedException e) {
            LOG.debug("{} is switched off", credentials);
        } catch (CannotRun e) {
            figures.failed(e.getMessage());
        }
    }

    /** From the connection to its end. */
    private void session() throws InterruptedException {
        try (BandConnection connection =
                new BandConnection(options.host(), options.port(), credentials, credentials.band(), threads)) {
            connection.open();
            figures.connected(1);
            try {
                connection.listen(command -> obey(command, connection));
                pause = FIRST_PAUSE;
                while (connection.isOpen()) {
                    measure();
                    flush(connection);
                    Thread.sleep(options.every());
                }
            } finally {
                figures.connected(-1);
            }
        } catch (MqttException | ExecutionException | TimeoutException e) {
            LOG.debug("{} is offline: {}", credentials, e.getMessage());
        }
    }

    /** On the connection's own thread: what is asked for is sent at once, and that it is done. Nobody waits for the PUBACKs. */
    private void obey(String command, BandConnection connection) {
        LOG.info("{} hears {}", credentials, command);
        Order order = Order.read(command);
        Instant at = clock.instant();
        long now = at.toEpochMilli();
        switch (order.type()) {
            case "measure" ->
                answer(
                        connection,
                        new Report(now, body.heartRate(at), body.systolic(), body.diastolic(), null, null, null, null));
            case "locate" ->
                answer(connection, new Report(now, null, null, null, body.latitude(), body.longitude(), null, null));
            case "config" -> {}
            default -> {
                return;
            }
        }
        var unused = connection.publish("status", order.done());
    }

    private static void answer(BandConnection connection, Report report) {
        var unused = connection.publish("telemetry", report.toJson());
    }

    /** Mixed as in the field: seven of ten a pulse, one with pressure, two where it is and how full. */
    private void measure() {
        Instant now = clock.instant();
        body.live(now, options.every().toMillis() / 1000.0);
        long millis = now.toEpochMilli();
        int kind = chance.nextInt(10);
        Report report;
        if (kind < 7) {
            report = Report.heartRate(millis, body.heartRate(now));
        } else if (kind < 8) {
            report = new Report(
                    millis, body.heartRate(now), body.systolic(), body.diastolic(), null, null, null, body.steps());
        } else {
            report = new Report(millis, null, null, null, body.latitude(), body.longitude(), body.battery(), null);
        }
        if (memory.size() == MEMORY) {
            memory.removeFirst();
            figures.dropped();
        }
        memory.addLast(report);
    }

    private void flush(BandConnection connection) throws ExecutionException, InterruptedException, TimeoutException {
        while (!memory.isEmpty()) {
            List<Report> batch = new ArrayList<>(memory).subList(0, Math.min(memory.size(), MOST_AT_ONCE));
            long begun = System.nanoTime();
            Puback puback = connection
                    .publish("telemetry", Report.toJson(batch))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            figures.answered(batch.size(), System.nanoTime() - begun, puback);
            batch.forEach(memory::remove);
        }
    }
}
