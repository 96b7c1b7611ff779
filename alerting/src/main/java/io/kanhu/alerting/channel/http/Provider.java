package io.kanhu.alerting.channel.http;

import io.kanhu.alerting.channel.Channel.Answer;
import io.kanhu.alerting.channel.Message;
import java.net.http.HttpRequest;
import java.time.Instant;

/** How a provider is asked to send a message, and what its answers mean. Thread-safe; never blocks. */
public interface Provider {
    /**
     * Asks for a message to be sent.
     *
     * @param now the time to be signed
     * @throws IllegalArgumentException if this message can never be asked for; the message says why
     */
    HttpRequest.Builder request(Message message, Instant now);

    /** What the provider's answer means. Its text must not repeat addresses or secrets. */
    Answer answer(Reply reply);
}
