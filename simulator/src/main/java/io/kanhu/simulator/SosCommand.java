package io.kanhu.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kanhu.simulator.band.BandConnection;
import io.kanhu.simulator.band.CannotRun;
import io.kanhu.simulator.band.Keys;
import io.kanhu.simulator.band.Puback;
import java.io.PrintWriter;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code simulate sos BAND}. */
@Command(
        name = "sos",
        description = "Holds the button of a band, and waits for what the band is told.",
        mixinStandardHelpOptions = true)
final class SosCommand implements Callable<Integer> {
    private static final long PUBACK_SECONDS = 30;

    @Mixin
    private final ServerAddress server = new ServerAddress();

    @Parameters(paramLabel = "BAND")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String band;

    @Option(names = "--secret", paramLabel = "SECRET", description = "the band's secret")
    private @Nullable String secret;

    @Option(
            names = "--press-ms",
            paramLabel = "MS",
            description = "how long the button is held (default: ${DEFAULT-VALUE})")
    private int pressMillis = 3200;

    @Option(names = "--lat", paramLabel = "DEGREES", description = "where the band is, WGS-84")
    private @Nullable Double latitude;

    @Option(names = "--lon", paramLabel = "DEGREES")
    private @Nullable Double longitude;

    @Option(names = "--cancel", description = "call it off again at once")
    private boolean cancel;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "how long to wait for a notice (default: ${DEFAULT-VALUE})")
    private int waitSeconds = 120;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, MqttException {
        if ((latitude == null) != (longitude == null)) {
            throw new CannotRun("--lat and --lon belong together");
        }
        PrintWriter out = spec.commandLine().getOut();
        Keys keys = server.keys();
        String id = UUID.randomUUID().toString().substring(0, 8);
        BlockingQueue<String> notices = new LinkedBlockingQueue<>();
        try (BandConnection connection = new BandConnection(
                keys.host(),
                keys.port(),
                ServerAddress.credentials(keys, band, secret),
                // Beside the band's own connection, not in its place.
                band + "-sos-" + id,
                null)) {
            connection.open();
            connection.listen(notices::add);
            long begun = System.nanoTime();
            answer(connection, press(id).toString());
            out.printf("SOS of %s is stored after %.1f ms (press %s)%n", band, (System.nanoTime() - begun) / 1e6, id);
            if (cancel) {
                answer(connection, stamped(id).put("cancel", true).toString());
                out.println("called off");
            }
            out.println("waiting for somebody to answer …");
            out.flush();
            String notice = notices.poll(waitSeconds, TimeUnit.SECONDS);
            out.println(notice == null ? "nobody has answered in " + waitSeconds + " s" : "the band hears: " + notice);
            return 0;
        }
    }

    private ObjectNode press(String id) {
        ObjectNode press = stamped(id).put("pressMs", pressMillis);
        if (latitude != null && longitude != null) {
            press.putObject("loc").put("lat", latitude).put("lon", longitude);
        }
        return press;
    }

    private static ObjectNode stamped(String id) {
        return new ObjectMapper()
                .createObjectNode()
                .put("ts", System.currentTimeMillis())
                .put("id", id);
    }

    private static void answer(BandConnection connection, String json) throws InterruptedException {
        try {
            Puback puback = connection.publish("sos", json).get(PUBACK_SECONDS, TimeUnit.SECONDS);
            if (puback.refused()) {
                throw new CannotRun("the server refuses it: " + puback.code() + " " + puback.reason());
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new CannotRun("no PUBACK: " + e.getMessage() + "; is the server able to store? See /health/ready");
        }
    }
}
