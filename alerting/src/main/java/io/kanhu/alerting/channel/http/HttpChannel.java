package io.kanhu.alerting.channel.http;

import io.kanhu.alerting.channel.Channel;
import io.kanhu.alerting.channel.Channel.Answer.Later;
import io.kanhu.alerting.channel.Channel.Answer.Refused;
import io.kanhu.alerting.channel.Message;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A channel whose provider takes one request for a message. */
public final class HttpChannel implements Channel {
    private final Provider provider;
    private final Exchange exchange;
    private final Clock clock;

    public HttpChannel(Provider provider, Exchange exchange, Clock clock) {
        this.provider = provider;
        this.exchange = exchange;
        this.clock = clock;
    }

    @Override
    public Duration patience() {
        return exchange.patience();
    }

    @Override
    public CompletionStage<Answer> send(Message message) {
        HttpRequest.Builder request;
        try {
            request = provider.request(message, clock.instant());
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(new Refused(String.valueOf(e.getMessage())));
        }
        return exchange.ask(request)
                .handle((reply, error) -> error == null
                        ? provider.answer(reply)
                        : new Later("no answer from the gateway: " + Exchange.why(error), Duration.ZERO));
    }

    @Override
    public String toString() {
        return provider.toString();
    }
}
