package io.kanhu.server;

import io.kanhu.alerting.channel.ChannelDesk;
import io.kanhu.alerting.channel.DirectMessages;
import io.kanhu.alerting.channel.Sender;
import io.kanhu.alerting.channel.SendingFigures;
import io.kanhu.alerting.channel.report.ReportRounds;
import io.kanhu.alerting.episode.Calls;
import io.kanhu.alerting.escalation.Assistance;
import io.kanhu.alerting.escalation.Climber;
import io.kanhu.alerting.escalation.Escalation;
import io.kanhu.alerting.escalation.EscalationFigures;
import io.kanhu.alerting.ladder.LadderDesk;
import io.kanhu.alerting.ladder.LadderGaps;
import io.kanhu.alerting.ladder.LadderGauges;
import io.kanhu.alerting.ladder.LadderPreview;
import io.kanhu.alerting.ladder.Ladders;
import io.kanhu.alerting.ladder.Means;
import io.kanhu.alerting.outage.HeldCalls;
import io.kanhu.alerting.outage.MemoryRoster;
import io.kanhu.alerting.pushing.Pushing;
import io.kanhu.alerting.pushing.Recalls;
import io.kanhu.alerting.routing.Whereabouts;
import io.kanhu.alerting.watch.UndeliveredGauges;
import io.kanhu.server.config.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;

/** Everything that calls people: ladders, the engine that climbs them, and the channels that are configured. */
final class Paging implements AutoCloseable {
    private final Parts parts = new Parts();
    private final Jdbi jdbi;
    private final Clock clock;
    private final Ladders ladders = new Ladders();
    private final Climber climber;
    private final Assistance assistance;
    private final Escalation escalation;
    private final LadderGaps gaps;
    private final LadderGauges gapGauges;
    private final UndeliveredGauges undelivered;
    private final List<Sender> senders = new ArrayList<>();
    private final List<ReportRounds> reports = new ArrayList<>();
    private final Set<Means> means;
    private final Pushing recalls;
    private final MemoryRoster roster;
    private final HeldCalls held;

    /** @param shown called when there is something new to show; must not block */
    Paging(
            Settings settings,
            Channels channels,
            Whereabouts whereabouts,
            Jdbi jdbi,
            Clock clock,
            MeterRegistry metrics,
            Runnable shown) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.means = channels.means();
        EscalationFigures figures = new EscalationFigures(metrics);
        this.climber = new Climber(ladders, means, figures, whereabouts);
        this.assistance = new Assistance(ladders, means, figures);
        this.gaps = new LadderGaps(jdbi, ladders, means, clock);
        this.gapGauges = parts.add(new LadderGauges(gaps, metrics));
        this.undelivered = parts.add(new UndeliveredGauges(jdbi, clock, metrics));
        SendingFigures sending = new SendingFigures(metrics, means);
        channels.wired()
                .forEach((by, wired) ->
                        senders.add(parts.add(new Sender(jdbi, by, wired.channel(), wired.rate(), clock, sending))));
        channels.reporting()
                .forEach((by, asked) -> reports.add(
                        parts.add(new ReportRounds(jdbi, by, asked.reporter(), asked.exchange(), clock, sending))));
        this.recalls = parts.add(new Pushing(jdbi, clock, new Recalls(channels()), "recalls"));
        this.roster = parts.add(new MemoryRoster(
                jdbi,
                ladders,
                clock,
                handle -> channels.subscriptions().ifPresent(browsers -> browsers.remember(handle))));
        this.held = parts.add(heldCalls(settings, new DirectMessages(senders, clock, sending), clock, metrics));
        this.escalation = parts.add(new Escalation(jdbi, climber, assistance, clock, () -> {
            shown.run();
            senders.forEach(Sender::wake);
        }));
    }

    private HeldCalls heldCalls(Settings settings, DirectMessages messages, Clock clock, MeterRegistry metrics) {
        Path file = settings.data().resolve("held-calls.journal");
        Duration patience = Duration.ofMillis(settings.outage().tellAfterMillis());
        try {
            return new HeldCalls(file, roster, means, messages, patience, clock, metrics);
        } catch (IOException e) {
            parts.close();
            throw new StartRefused("cannot open " + file + ": " + e.getMessage()
                    + ". Is the disk full, may this user read and write there?");
        }
    }

    /** What is done about presses while the database is away. */
    HeldCalls held() {
        return held;
    }

    Climber climber() {
        return climber;
    }

    /** @param wake called after each commit; must not block */
    Calls calls(Runnable wake) {
        return new Calls(jdbi, clock, wake, climber, assistance);
    }

    LadderDesk desk() {
        return new LadderDesk(jdbi, ladders, clock);
    }

    LadderPreview preview() {
        return new LadderPreview(jdbi, ladders, means, clock);
    }

    ChannelDesk channels() {
        return new ChannelDesk(jdbi, clock, senders);
    }

    LadderGaps gaps() {
        return gaps;
    }

    /** What was found last. Never blocks. */
    LadderGaps.Report latestGaps() {
        return gapGauges.latest();
    }

    void start() {
        senders.forEach(Sender::start);
        reports.forEach(ReportRounds::start);
        recalls.start();
        escalation.start();
        gapGauges.start();
        undelivered.start();
        roster.start();
        held.start();
    }

    /** Something to send may have been committed. Never blocks. */
    void wake() {
        senders.forEach(Sender::wake);
        recalls.wake();
    }

    @Override
    public void close() {
        parts.close();
    }
}
