package io.kanhu.server.command;

import io.kanhu.ingest.history.Refusals;
import io.kanhu.ingest.history.Refusals.Wanted;
import io.kanhu.server.Store;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kanhu refusals}. */
@Command(
        name = "refusals",
        description =
                "Shows what bands sent that was refused: how many by reason and band, and the newest with their payloads.",
        mixinStandardHelpOptions = true)
final class RefusalsCommand implements Callable<Integer> {
    private static final int MOST_COUNTS = 50;

    @Mixin
    private final DataOptions options = new DataOptions();

    @Option(names = "--band", paramLabel = "ID", description = "one band's only")
    private @Nullable String band;

    @Option(names = "--reason", paramLabel = "WORD", description = "for one reason only, as in docs/protocol.md")
    private @Nullable String reason;

    @Option(
            names = "--since",
            paramLabel = "SPAN",
            converter = Span.class,
            description = "such as 30m, 24h or 7d (default: ${DEFAULT-VALUE})",
            defaultValue = "24h")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Duration since;

    @Option(names = "--limit", paramLabel = "N", description = "newest ones to show (default: ${DEFAULT-VALUE})")
    private int limit = 20;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        Wanted wanted = new Wanted(band, reason, Clock.systemUTC().instant().minus(since));
        try (Store.Work work = options.open()) {
            Refusals refusals = new Refusals(work.database().jdbi());
            PrintWriter out = spec.commandLine().getOut();
            List<Refusals.Count> counts = refusals.counts(wanted, MOST_COUNTS);
            if (counts.isEmpty()) {
                out.println("nothing was refused");
            }
            for (Refusals.Count count : counts) {
                out.printf(
                        "%8d  %-17s %-32s latest %s%n",
                        count.refusals(), count.reason(), bandOf(count.band()), seconds(count.latest()));
            }
            refusals.newest(wanted, Math.max(0, limit)).forEach(refused -> print(out, refused));
            out.flush();
        }
        return 0;
    }

    private static void print(PrintWriter out, Refusals.Refused refused) {
        out.printf(
                "%n%s  %s  %s%s%n  %s%n  %s%n",
                seconds(refused.receivedAt()),
                bandOf(refused.band()),
                refused.reason(),
                refused.place().isEmpty() ? "" : " at " + printable(refused.place()),
                printable(refused.detail()),
                printable(refused.topic() + "  " + refused.payload()));
    }

    /** What a band sent must not move the cursor of whoever looks at it. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cc}", " ");
    }

    private static String bandOf(@Nullable String band) {
        return Objects.requireNonNullElse(band, "?");
    }

    private static Instant seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }
}
