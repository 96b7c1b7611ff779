package io.kanhu.alerting.channel.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.alerting.Town;
import io.kanhu.alerting.channel.SendingFigures;
import io.kanhu.alerting.channel.fake.FakeServer;
import io.kanhu.alerting.channel.http.Exchange;
import io.kanhu.alerting.channel.http.Reply;
import io.kanhu.alerting.ladder.Means;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A provider that is asked what has become of messages. */
class ReportRoundsIT {
    private static final Town town = new Town();

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    /** Says {@code yes}, {@code no} or nothing that helps, as its receipt is called. */
    private static final class Asked extends FakeServer implements Reporter {
        @Override
        protected Response answer(Request request) {
            return Response.json(200, request.uri().getPath().substring(1));
        }

        @Override
        public HttpRequest.Builder question(Sent sent, Instant now) {
            return HttpRequest.newBuilder(url("/" + sent.receipt()));
        }

        @Override
        public Report report(Sent sent, Reply reply) {
            return switch (reply.body()) {
                case "yes" -> new Report.Delivered();
                case "no" -> new Report.Failed("the phone is off");
                default -> new Report.Waiting();
            };
        }
    }

    @AfterAll
    static void shut() {
        town.close();
    }

    @Test
    void whatHasArrivedIsNotedAndIsNoReceiptAndWhatIsNotKnownIsAskedForAgain() {
        town.grid("east");
        town.wearer("li", "east", "b1");
        town.onDuty("wang", "east");
        long alert = town.call("b1");
        for (String receipt : List.of("yes", "no", "perhaps")) {
            town.jdbi()
                    .useHandle(h -> h.createUpdate("""
                                    INSERT INTO notification (alert_id, step, channel, worker_id, created_at, next_attempt_at,
                                                              state, sent_at, receipt)
                                    VALUES (:alert, :step, 'sms', (SELECT id FROM worker), :now, :now, 'sent', :now, :receipt)
                                    """)
                            .bind("alert", alert)
                            .bind("step", receipt.length())
                            .bind("now", town.clock().instant())
                            .bind("receipt", receipt)
                            .execute());
        }
        try (Asked provider = new Asked();
                Exchange exchange = new Exchange(Duration.ofSeconds(5))) {
            SendingFigures figures = new SendingFigures(metrics, Set.of(Means.SMS));
            ReportRounds rounds = new ReportRounds(town.jdbi(), Means.SMS, provider, exchange, town.clock(), figures);
            rounds.ask();
            await().untilAsserted(() -> assertThat(town.texts("""
                            SELECT receipt || ' ' || state || ' ' || (delivered_at IS NOT NULL) FROM notification
                             WHERE channel = 'sms' ORDER BY 1
                            """))
                    .containsExactly("no failed false", "perhaps sent false", "yes sent true"));
            assertThat(provider.requests()).hasSize(3);
            rounds.ask();
            assertThat(provider.requests()).hasSize(3);
            town.clock().pass(ReportRounds.PAUSE);
            rounds.ask();
            await().until(() -> provider.requests().size() == 4);
            town.clock().pass(ReportRounds.PATIENCE);
            rounds.ask();
            assertThat(provider.requests()).hasSize(4);
            assertThat(count("delivered")).isEqualTo(1);
            assertThat(count("undelivered")).isEqualTo(1);
        }
    }

    private double count(String result) {
        return metrics.get("kanhu.notifications")
                .tags("channel", "sms", "result", result)
                .counter()
                .count();
    }
}
