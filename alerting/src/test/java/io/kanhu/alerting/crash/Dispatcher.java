package io.kanhu.alerting.crash;

import io.kanhu.alerting.channel.Channel;
import io.kanhu.alerting.channel.Rate;
import io.kanhu.alerting.channel.Sender;
import io.kanhu.alerting.channel.SendingFigures;
import io.kanhu.alerting.channel.http.Exchange;
import io.kanhu.alerting.channel.http.HttpChannel;
import io.kanhu.alerting.channel.webhook.Webhook;
import io.kanhu.alerting.channel.webhook.WebhookSignature;
import io.kanhu.alerting.escalation.Assistance;
import io.kanhu.alerting.escalation.Climber;
import io.kanhu.alerting.escalation.Escalation;
import io.kanhu.alerting.escalation.EscalationFigures;
import io.kanhu.alerting.ladder.Ladders;
import io.kanhu.alerting.ladder.Means;
import io.kanhu.database.Database;
import io.kanhu.database.Target;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/** The part of a server that calls people, and nothing else: it starts in a second. No test. */
public final class Dispatcher {
    static final String READY = "ready";
    static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Dispatcher() {}

    /** Arguments: URL, user and password of the database, and the gateway's URL. Ends with its input. */
    public static void main(String[] arguments) throws IOException {
        Target target = new Target(arguments[0], arguments[1], arguments[2]);
        Jdbi jdbi = Database.open(target, 6, Duration.ofSeconds(20)).jdbi();
        Clock clock = Clock.systemUTC();
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        Set<Means> means = EnumSet.of(Means.APP, Means.SMS, Means.VOICE);
        Ladders ladders = new Ladders();
        EscalationFigures figures = new EscalationFigures(metrics);
        Channel channel = new HttpChannel(
                new Webhook(URI.create(arguments[3]), new WebhookSignature(SECRET)), new Exchange(PATIENCE), clock);
        SendingFigures sending = new SendingFigures(metrics, means);
        List<Sender> senders = Stream.of(Means.SMS, Means.VOICE)
                .map(by -> new Sender(jdbi, by, channel, Rate.perSecond(1_000), clock, sending))
                .toList();
        Escalation escalation = new Escalation(
                jdbi,
                new Climber(ladders, means, figures),
                new Assistance(ladders, means, figures),
                clock,
                () -> senders.forEach(Sender::wake));
        senders.forEach(Sender::start);
        escalation.start();
        System.out.println(READY);
        System.in.transferTo(OutputStream.nullOutputStream());
        Runtime.getRuntime().halt(0);
    }
}
