package io.kanhu.alerting.channel.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.kanhu.alerting.channel.Channel.Answer;
import io.kanhu.alerting.channel.Channel.Answer.Later;
import io.kanhu.alerting.channel.Channel.Answer.Refused;
import io.kanhu.alerting.channel.Channel.Answer.TooMany;
import java.time.Duration;
import java.util.Set;

/**
 * What a provider answered.
 *
 * @param retryAfter how long it asks to be left alone, {@link Duration#ZERO} if it does not say
 */
public record Reply(int status, Duration retryAfter, String body) {
    /** A pause that a provider does not state. */
    public static final Duration PAUSE = Duration.ofSeconds(10);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The provider will never take this message, whenever it is sent. */
    private static final Set<Integer> FOR_GOOD = Set.of(400, 410, 413, 422);

    /** Whether the status says that it was taken. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** The body as JSON, a missing node if it is none. */
    public JsonNode json() {
        try {
            JsonNode read = JSON.readTree(body);
            return read == null ? MissingNode.getInstance() : read;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** What a status says that is no success. */
    public Answer failure(String who) {
        String why = who + " answers " + status;
        if (status == 429) {
            return new TooMany(why, retryAfter.isZero() ? PAUSE : retryAfter);
        }
        return FOR_GOOD.contains(status) ? new Refused(why) : new Later(why, retryAfter);
    }

    /** Leaves out the body, which may repeat what was sent. */
    @Override
    public String toString() {
        return "Reply " + status;
    }
}
