package io.kanhu.simulator;

import io.kanhu.simulator.band.BandConnection;
import io.kanhu.simulator.band.CannotRun;
import io.kanhu.simulator.band.Keys;
import io.kanhu.simulator.replay.Columns;
import io.kanhu.simulator.replay.Recording;
import io.kanhu.simulator.replay.Replay;
import io.kanhu.simulator.replay.RowFilter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code simulate replay FILE --band ID}. */
@Command(
        name = "replay",
        description = "Plays a recording (CSV or GPX) as a band: shifted so that it ends now, intervals kept.",
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
    private static final int SOME_REFUSED = 3;

    @Mixin
    private final ServerAddress server = new ServerAddress();

    @Parameters(paramLabel = "FILE")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Option(names = "--band", paramLabel = "ID", required = true, description = "the band that it is played as")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String band;

    @Option(names = "--secret", paramLabel = "SECRET", description = "the band's secret")
    private @Nullable String secret;

    @Option(
            names = "--speed",
            paramLabel = "X",
            description = "1 as recorded, 60 an hour in a minute (default: as fast as it is acknowledged)")
    private @Nullable Double speed;

    @Option(names = "--keep-time", description = "send it as stamped, not shifted")
    private boolean keepTime;

    @Option(
            names = "--end-at",
            paramLabel = "TIME",
            description = "shift it so that it ends then, as 2026-05-01T08:00:00Z (default: now)")
    private @Nullable Instant endAt;

    @Option(names = "--batch", paramLabel = "N", description = "reports in a message (default: ${DEFAULT-VALUE})")
    private int batch = 1;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "of times that do not say theirs (default: ${DEFAULT-VALUE})")
    private ZoneId zone = ZoneOffset.UTC;

    @Option(
            names = "--where",
            paramLabel = "COLUMN=VALUE",
            description = "only these rows; given twice, only those that have both")
    private List<String> where = List.of();

    @Option(names = "--time-column", paramLabel = "NAME")
    private @Nullable String timeColumn;

    @Option(names = "--heart-rate-column", paramLabel = "NAME")
    private @Nullable String heartRateColumn;

    @Option(names = "--systolic-column", paramLabel = "NAME")
    private @Nullable String systolicColumn;

    @Option(names = "--diastolic-column", paramLabel = "NAME")
    private @Nullable String diastolicColumn;

    @Option(names = "--latitude-column", paramLabel = "NAME")
    private @Nullable String latitudeColumn;

    @Option(names = "--longitude-column", paramLabel = "NAME")
    private @Nullable String longitudeColumn;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, MqttException {
        check();
        Keys keys = server.keys();
        Recording recording = Recording.read(
                file,
                new Columns(
                        timeColumn, heartRateColumn, systolicColumn, diastolicColumn, latitudeColumn, longitudeColumn),
                zone,
                where.stream().map(RowFilter::of).toList());
        Instant end = endAt == null ? Instant.now().truncatedTo(ChronoUnit.SECONDS) : endAt;
        Replay replay = new Replay(recording, keepTime ? null : end, batch, Clock.systemUTC());
        PrintWriter out = spec.commandLine().getOut();
        try (BandConnection connection = new BandConnection(
                keys.host(),
                keys.port(),
                ServerAddress.credentials(keys, band, secret),
                band + "-replay-" + ProcessHandle.current().pid(),
                null)) {
            connection.open();
            Replay.Result result = replay.run(connection, speed);
            new ReplaySummary(out).print(recording, result);
            if (!keepTime) {
                out.println("shifted so that it ends at " + end + "; --end-at " + end + " repeats just this");
            }
            out.flush();
            return result.isComplete() ? 0 : SOME_REFUSED;
        }
    }

    private void check() {
        if (speed != null && !(speed > 0 && speed <= 1e6)) {
            throw new CannotRun("--speed must be more than 0 and at most 1000000, not " + speed);
        }
        if (batch < 1 || batch > 500) {
            throw new CannotRun("--batch must be between 1 and 500, not " + batch);
        }
        if (keepTime && endAt != null) {
            throw new CannotRun("--keep-time and --end-at exclude each other");
        }
    }
}
