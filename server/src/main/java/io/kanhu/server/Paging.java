package io.kanhu.server;

import io.kanhu.alerting.channel.ChannelDesk;
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
import io.kanhu.alerting.ladder.Ladders;
import io.kanhu.alerting.ladder.Means;
import io.kanhu.alerting.watch.UndeliveredGauges;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
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

    /** @param shown called when there is something new to show; must not block */
    Paging(Channels channels, Jdbi jdbi, Clock clock, MeterRegistry metrics, Runnable shown) {
        this.jdbi = jdbi;
        this.clock = clock;
        Set<Means> means = channels.means();
        EscalationFigures figures = new EscalationFigures(metrics);
        this.climber = new Climber(ladders, means, figures);
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
        this.escalation = parts.add(new Escalation(jdbi, climber, assistance, clock, () -> {
            shown.run();
            senders.forEach(Sender::wake);
        }));
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

    ChannelDesk channels() {
        return new ChannelDesk(jdbi, clock, senders);
    }

    LadderGaps gaps() {
        return gaps;
    }

    void start() {
        senders.forEach(Sender::start);
        reports.forEach(ReportRounds::start);
        escalation.start();
        gapGauges.start();
        undelivered.start();
    }

    /** Something to send may have been committed. Never blocks. */
    void wake() {
        senders.forEach(Sender::wake);
    }

    @Override
    public void close() {
        parts.close();
    }
}
