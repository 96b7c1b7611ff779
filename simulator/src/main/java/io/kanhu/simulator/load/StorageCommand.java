package io.kanhu.simulator.load;

import io.kanhu.simulator.band.CannotRun;
import io.kanhu.simulator.band.Credentials;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code simulate load storage}: what becomes of the insert rate, the charts and the disk when a month lies in the table. */
@Command(
        name = "storage",
        description =
                "Measures an empty table, fills it with a month of a city, and measures again; empties it at the end.",
        mixinStandardHelpOptions = true)
final class StorageCommand implements Callable<Integer> {
    private static final int AT_ONCE = 500;
    private static final int SOMETHING_LOST = 3;
    private static final int WINDOW_OPEN_LOOP = 8;
    private static final double CHARTS_A_SECOND = 20;
    private static final int FIRST_WARM_UP = 3;

    @Mixin
    private final TownOptions options = new TownOptions();

    @Mixin
    private final StorageOptions sizes = new StorageOptions();

    @Mixin
    private final CountedTime time = new CountedTime();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** What a load of one kind has come to. */
    private record Run(double perSecond, Stored stored) {}

    @Override
    public Integer call() throws InterruptedException, SQLException, IOException {
        Town town = options.town();
        CityPast past = CityPast.of(town, sizes.rows());
        int needed = Math.max(sizes.connections(), past.bands());
        if (town.keys().bands().size() < needed) {
            throw new CannotRun(
                    "the town has " + town.keys().bands().size() + " bands; start it with --bands " + needed);
        }
        CityPast.requireSpace(options.data(), sizes.rows());
        try (Connection database = DriverManager.getConnection(town.jdbcUrl(), town.jdbcUser(), town.jdbcPassword())) {
            return run(town, past, database);
        }
    }

    private int run(Town town, CityPast past, Connection database)
            throws InterruptedException, SQLException, IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Machine.describe());
        out.printf(
                Locale.ROOT,
                "conditions: %,d connections, a pulse a message as fast as acknowledged, %s (the first time three times as long), on"
                        + " an empty table, with a month in it, and emptied again; the month: %,d rows of %,d bands%n",
                sizes.connections(),
                time,
                sizes.rows(),
                past.bands());
        // A server that has only just started is slower, and its table empty: that would flatter the full one.
        Run before = asFastAsItGoes(out, "empty table", time.warmUp().multipliedBy(FIRST_WARM_UP), town, database);
        past.write(out);
        DiskUse vitalSigns = DiskUse.of(
                database, "vital_sign", sizes.rows() + before.stored().rows());
        Run full = asFastAsItGoes(out, "with the month", time.warmUp(), town, database);
        boolean nothingLost = charts(out, town, past, database, vitalSigns);
        try (Statement statement = database.createStatement()) {
            statement.execute("TRUNCATE vital_sign, vital_sign_rolled, vital_sign_packed");
            statement.execute("CHECKPOINT");
        }
        Run after = asFastAsItGoes(out, "emptied again", time.warmUp(), town, database);
        out.printf(
                Locale.ROOT,
                "with %,d rows in the table the insert rate is %.2f of the empty table's%n",
                sizes.rows(),
                2 * full.perSecond() / (before.perSecond() + after.perSecond()));
        out.flush();
        for (Run run : List.of(before, full, after)) {
            nothingLost &= run.stored().lost() + run.stored().duplicated() == 0;
        }
        return nothingLost ? 0 : SOMETHING_LOST;
    }

    private Run asFastAsItGoes(PrintWriter out, String what, Duration warmUp, Town town, Connection database)
            throws InterruptedException, SQLException {
        long since = System.currentTimeMillis();
        List<Credentials> members = town.keys().bands().subList(0, sizes.connections());
        try (Load load = new Load(town.options(Mix.PULSE, 0, 1, ""), members)) {
            load.connect(AT_ONCE);
            load.begin();
            CountedTime.Counted counted = time.countAfter(warmUp, options.meters(town), load);
            double perSecond = counted.perSecond(load.figures().counted());
            load.drain();
            Stored stored = Stored.since(since, database, Mix.PULSE, load.bands());
            out.printf(Locale.ROOT, "%s: %,.0f messages/s, %s%n", what, perSecond, stored.proof());
            out.println(
                    "due to PUBACK    " + LoadCommand.quantiles(load.figures().micros()));
            Meters.describe(counted.usages()).forEach(out::println);
            out.flush();
            return new Run(perSecond, stored);
        }
    }

    /** The charts alone, and beside a city's load; what the load leaves on the disk. False if something was lost. */
    private boolean charts(PrintWriter out, Town town, CityPast past, Connection database, DiskUse vitalSigns)
            throws IOException, InterruptedException, SQLException {
        Charts charts = Charts.logIn(options.data(), past.bands(), past.end());
        charts.read(time.warmUp(), 0);
        tell(out, "one after the other", charts.read(time.length(), 0));
        if (sizes.hours()) {
            PastHours.awaitRollUp(database, past.start(), out);
            out.println(DiskUse.counted(database, "vital_sign_packed").line());
            charts.read(time.warmUp(), 0);
            tell(out, "one after the other, hours packed", charts.read(time.length(), 0));
        }
        long since = System.currentTimeMillis();
        long position = WriteAheadLog.position(database);
        List<Credentials> members = town.keys().bands().subList(0, sizes.connections());
        try (Load load = new Load(town.options(Mix.CITY, sizes.rate(), WINDOW_OPEN_LOOP, ""), members)) {
            load.connect(AT_ONCE);
            load.begin();
            Thread.sleep(time.warmUp());
            load.count(true);
            Duration length = time.length();
            tell(
                    out,
                    "%.0f a second beside %,.0f messages/s".formatted(CHARTS_A_SECOND, sizes.rate()),
                    charts.read(length, CHARTS_A_SECOND));
            load.count(false);
            load.drain();
            Stored stored = Stored.since(since, database, Mix.CITY, load.bands());
            out.printf(
                    Locale.ROOT,
                    "the load beside it: %,.0f messages/s, %s%n",
                    load.figures().counted() * 1e9 / length.toNanos(),
                    stored.proof());
            DiskUse fixes = DiskUse.counted(database, "location_fix");
            DiskUse statuses = DiskUse.counted(database, "band_status");
            long messages = stored.rows() - fixes.rows();
            new DiskReport(vitalSigns, fixes, statuses, WriteAheadLog.position(database) - position, messages)
                    .lines()
                    .forEach(out::println);
            out.flush();
            return stored.lost() + stored.duplicated() == 0;
        }
    }

    private static void tell(PrintWriter out, String how, Charts.Read read) {
        out.printf(
                Locale.ROOT,
                "charts of 24 h, %s: %s (%,d charts of %.0f points)%n",
                how,
                LoadCommand.quantiles(read.micros()),
                read.micros().getTotalCount(),
                read.pointsEach());
        out.flush();
    }
}
