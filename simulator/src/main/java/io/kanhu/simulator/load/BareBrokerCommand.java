package io.kanhu.simulator.load;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code simulate load bare-broker}: what the broker passes on to somebody who does nothing but acknowledge. */
@Command(
        name = "bare-broker",
        description = "Loads a broker that nothing but a listener is subscribed at: the raw limit of load broker.",
        mixinStandardHelpOptions = true)
final class BareBrokerCommand implements Callable<Integer> {
    private static final int AT_ONCE = 500;

    @Mixin
    private final TownOptions options = new TownOptions();

    @Mixin
    private final BrokerLoadOptions broker = new BrokerLoadOptions();

    @Mixin
    private final CountedTime time = new CountedTime();

    @Option(names = "--user", required = true, description = "who may read everything at the broker")
    private String user = "";

    @Option(names = "--password", required = true, description = "of that user")
    private String password = "";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Town town = options.town();
        PrintWriter out = spec.commandLine().getOut();
        out.println(Machine.describe());
        try (Listener listener = Listener.connect(broker.port(), user, password, "kanhu/v1/+/telemetry");
                Load load = new Load(broker.load(Mix.CITY), broker.members(town))) {
            load.connect(AT_ONCE);
            load.begin();
            Thread.sleep(time.warmUp());
            long before = listener.heard();
            CountedTime.Counted counted =
                    time.countAfter(Duration.ZERO, new Meters(null, null).with("broker", broker.pid()), load);
            double perSecond = counted.perSecond(listener.heard() - before);
            load.drain();
            double ofBroker = counted.usages().getLast().cores();
            out.printf(
                    Locale.ROOT,
                    "raw limit: the broker alone passes on %,.0f of %,.0f messages/s and uses %.2f cores for it,"
                            + " %.0f microseconds each (load and listener %.2f cores)%n",
                    perSecond,
                    broker.rate(),
                    ofBroker,
                    ofBroker * 1e6 / perSecond,
                    counted.usages().getFirst().cores());
            out.flush();
        }
        return 0;
    }
}
