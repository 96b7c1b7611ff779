package io.kanhu.simulator.load;

import io.kanhu.simulator.band.CannotRun;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code simulate load broker}: bands at a broker, a server that is subscribed there. The broker's PUBACK says only that the
 * broker has the message, so the time to the commit is read from the database.
 */
@Command(
        name = "broker",
        description = "Loads a broker that a demo town is subscribed at, and measures until the commit.",
        mixinStandardHelpOptions = true)
final class BrokerCommand implements Callable<Integer> {
    private static final int AT_ONCE = 500;
    private static final int SOMETHING_LOST = 3;
    private static final Mix MIX = Mix.CITY;
    private static final Duration STANDSTILL = Duration.ofSeconds(20);

    @Mixin
    private final TownOptions options = new TownOptions();

    @Mixin
    private final BrokerLoadOptions broker = new BrokerLoadOptions();

    @Mixin
    private final CountedTime time = new CountedTime();

    @Option(
            names = "--raw-limit",
            paramLabel = "N",
            description = "messages a second that load bare-broker has measured")
    private double rawLimit;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, SQLException {
        Town town = options.town();
        try (Connection database = DriverManager.getConnection(town.jdbcUrl(), town.jdbcUser(), town.jdbcPassword())) {
            if (!Commits.areTimed(database)) {
                throw new CannotRun("the database does not note the times of commits; start it with"
                        + " track_commit_timestamp = on, as ./kanhu bench broker does");
            }
            return run(town, database);
        }
    }

    private int run(Town town, Connection database) throws InterruptedException, SQLException {
        PrintWriter out = spec.commandLine().getOut();
        out.println(broker.conditions(MIX, time));
        out.flush();
        try (Load load = new Load(broker.load(MIX), broker.members(town))) {
            load.connect(AT_ONCE);
            load.begin();
            CountedTime.Counted counted = time.count(options.meters(town).with("broker", broker.pid()), load);
            long unanswered = load.drain();
            Stored stored = awaitStored(database, load.bands());
            Duration behind = Duration.between(counted.until(), Instant.now());
            BrokerReport report = new BrokerReport(
                    broker.rate(),
                    rawLimit,
                    load.figures(),
                    Commits.between(database, counted.from(), counted.until()),
                    counted);
            report.lines().forEach(out::println);
            out.printf(
                    Locale.ROOT,
                    "stored %,d rows, the last within %.1f s after the end; lost %d, duplicated %d,"
                            + " not acknowledged %d, connections lost %d%n",
                    stored.rows(),
                    behind.toMillis() / 1000.0,
                    stored.lost(),
                    stored.duplicated(),
                    unanswered,
                    load.figures().lostConnections());
            out.flush();
            return stored.lost() + stored.duplicated() == 0 ? 0 : SOMETHING_LOST;
        }
    }

    /** Counts again and again until everything is there, or nothing more comes. */
    private static Stored awaitStored(Connection database, List<LoadedBand> bands)
            throws InterruptedException, SQLException {
        Stored stored = Stored.count(database, MIX, bands);
        Instant moved = Instant.now();
        while (stored.lost() > 0 && Duration.between(moved, Instant.now()).compareTo(STANDSTILL) < 0) {
            Thread.sleep(1_000);
            Stored now = Stored.count(database, MIX, bands);
            if (now.rows() > stored.rows()) {
                moved = Instant.now();
            }
            stored = now;
        }
        return stored;
    }
}
