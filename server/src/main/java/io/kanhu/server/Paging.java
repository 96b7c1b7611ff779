package io.kanhu.server;

import io.kanhu.alerting.channel.Sender;
import io.kanhu.alerting.channel.SendingFigures;
import io.kanhu.alerting.channel.WebhookChannel;
import io.kanhu.alerting.channel.WebhookSignature;
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
import io.kanhu.alerting.routing.Whereabouts;
import io.kanhu.alerting.watch.UndeliveredGauges;
import io.kanhu.server.config.Settings;
import io.kanhu.server.config.WebhookSecret;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;

/** Everything that calls people: ladders, the engine that climbs them, and the channels that are configured. */
final class Paging implements AutoCloseable {
    private final Parts parts = new Parts();
    private final Jdbi jdbi;
    private final Clock clock;
    private final Ladders ladders = new Ladders();
    private final Set<Means> means;
    private final Climber climber;
    private final Assistance assistance;
    private final Escalation escalation;
    private final LadderGaps gaps;
    private final LadderGauges gapGauges;
    private final UndeliveredGauges undelivered;
    private final List<Sender> senders = new ArrayList<>();

    /** @param shown called when there is something new to show; must not block */
    Paging(
            Settings.Webhook webhook,
            Whereabouts whereabouts,
            Jdbi jdbi,
            Clock clock,
            MeterRegistry metrics,
            Runnable shown) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.means = meansOf(webhook);
        EscalationFigures figures = new EscalationFigures(metrics);
        this.climber = new Climber(ladders, means, figures, whereabouts);
        this.assistance = new Assistance(ladders, means, figures);
        this.gaps = new LadderGaps(jdbi, ladders, means, clock);
        this.gapGauges = parts.add(new LadderGauges(gaps, metrics));
        this.undelivered = parts.add(new UndeliveredGauges(jdbi, clock, metrics));
        SendingFigures sending = new SendingFigures(metrics, means);
        webhook.url().ifPresent(url -> openSenders(webhook, URI.create(url), sending));
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

    LadderGaps gaps() {
        return gaps;
    }

    void start() {
        senders.forEach(Sender::start);
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

    private void openSenders(Settings.Webhook webhook, URI url, SendingFigures figures) {
        WebhookChannel channel = parts.add(new WebhookChannel(
                url,
                new WebhookSignature(WebhookSecret.of(webhook)),
                Duration.ofSeconds(webhook.timeoutSeconds()),
                clock));
        for (Means by : means) {
            if (by != Means.APP) {
                senders.add(parts.add(new Sender(jdbi, by, channel, webhook.perSecond(), clock, figures)));
            }
        }
    }

    private static Set<Means> meansOf(Settings.Webhook webhook) {
        Set<Means> means = EnumSet.of(Means.APP);
        if (webhook.url().isPresent() && webhook.sms()) {
            means.add(Means.SMS);
        }
        if (webhook.url().isPresent() && webhook.voice()) {
            means.add(Means.VOICE);
        }
        return means;
    }
}
