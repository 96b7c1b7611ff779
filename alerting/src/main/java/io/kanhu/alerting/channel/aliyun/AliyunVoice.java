package io.kanhu.alerting.channel.aliyun;

import io.kanhu.alerting.channel.Channel.Answer;
import io.kanhu.alerting.channel.Message;
import io.kanhu.alerting.channel.Message.Recipient;
import io.kanhu.alerting.channel.http.PhoneNumber;
import io.kanhu.alerting.channel.http.Provider;
import io.kanhu.alerting.channel.http.Reply;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Telephone calls by Alibaba Cloud's {@code SingleCallByTts} (version 2017-05-25), which reads a template out twice; with the variables
 * of {@link AliyunSms}. The receipt is the call's id.
 */
public final class AliyunVoice implements Provider {
    private static final String VERSION = "2017-05-25";
    private static final int MOST_OUT_ID = 15;

    private final URI endpoint;
    private final AliyunSignature signature;
    private final Optional<String> shownNumber;
    private final String template;
    private final String familyTemplate;

    /** @param shownNumber that rings, empty for one of the provider's */
    public AliyunVoice(
            URI endpoint,
            AliyunSignature signature,
            Optional<String> shownNumber,
            String template,
            String familyTemplate) {
        this.endpoint = endpoint;
        this.signature = signature;
        this.shownNumber = shownNumber;
        this.template = template;
        this.familyTemplate = familyTemplate;
    }

    @Override
    public HttpRequest.Builder request(Message message, Instant now) {
        Map<String, String> parameters = new HashMap<>(Map.of(
                "CalledNumber",
                PhoneNumber.domestic(Recipient.required(message.to().phone())),
                "TtsCode",
                message.to().workerId() == null ? familyTemplate : template,
                "TtsParam",
                AliyunSms.parameters(message),
                "PlayTimes",
                "2",
                "OutId",
                message.key().toString().replace("-", "").substring(0, MOST_OUT_ID)));
        shownNumber.ifPresent(number -> parameters.put("CalledShowNumber", number));
        return signature.request(
                endpoint,
                "SingleCallByTts",
                VERSION,
                parameters,
                now,
                UUID.randomUUID().toString());
    }

    @Override
    public Answer answer(Reply reply) {
        return AliyunAnswers.read(reply, "CallId");
    }

    @Override
    public String toString() {
        return "Aliyun voice";
    }
}
