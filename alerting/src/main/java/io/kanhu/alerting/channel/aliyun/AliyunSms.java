package io.kanhu.alerting.channel.aliyun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kanhu.alerting.channel.Channel.Answer;
import io.kanhu.alerting.channel.Message;
import io.kanhu.alerting.channel.Message.Recipient;
import io.kanhu.alerting.channel.http.PhoneNumber;
import io.kanhu.alerting.channel.http.Provider;
import io.kanhu.alerting.channel.http.Reply;
import io.kanhu.alerting.channel.report.Report;
import io.kanhu.alerting.channel.report.Reporter;
import io.kanhu.alerting.channel.report.Sent;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.UUID;

/**
 * Text messages by Alibaba Cloud's {@code SendSms} (version 2017-05-25), with templates that have the variables {@code what},
 * {@code who}, {@code where} and {@code id}. Whether one has arrived is asked for by {@code QuerySendDetails}.
 */
public final class AliyunSms implements Provider, Reporter {
    private static final String VERSION = "2017-05-25";
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneId.of("Asia/Shanghai"));
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI endpoint;
    private final AliyunSignature signature;
    private final String signName;
    private final String template;
    private final String familyTemplate;

    /**
     * By these.
     *
     * @param signName approved for the account, without its brackets
     * @param template code of the one for workers
     * @param familyTemplate code of the one for family, without {@code where}
     */
    public AliyunSms(URI endpoint, AliyunSignature signature, String signName, String template, String familyTemplate) {
        this.endpoint = endpoint;
        this.signature = signature;
        this.signName = signName;
        this.template = template;
        this.familyTemplate = familyTemplate;
    }

    @Override
    public HttpRequest.Builder request(Message message, Instant now) {
        boolean family = message.to().workerId() == null;
        return ask(
                "SendSms",
                Map.of(
                        "PhoneNumbers",
                        PhoneNumber.domestic(Recipient.required(message.to().phone())),
                        "SignName",
                        signName,
                        "TemplateCode",
                        family ? familyTemplate : template,
                        "TemplateParam",
                        parameters(message),
                        "OutId",
                        message.key().toString()),
                now);
    }

    @Override
    public Answer answer(Reply reply) {
        return AliyunAnswers.read(reply, "BizId");
    }

    @Override
    public HttpRequest.Builder question(Sent sent, Instant now) {
        return ask(
                "QuerySendDetails",
                Map.of(
                        "PhoneNumber", PhoneNumber.domestic(sent.phone()),
                        "BizId", sent.receipt(),
                        "SendDate", DAY.format(sent.at()),
                        "PageSize", "10",
                        "CurrentPage", "1"),
                now);
    }

    @Override
    public Report report(Sent sent, Reply reply) {
        JsonNode details = reply.json().path("SmsSendDetailDTOs").path("SmsSendDetailDTO");
        for (JsonNode detail : details) {
            if (detail.path("OutId").asText().equals(sent.key().toString())) {
                return switch (detail.path("SendStatus").asInt()) {
                    case 3 -> new Report.Delivered();
                    case 2 ->
                        new Report.Failed(
                                "not delivered: " + detail.path("ErrCode").asText());
                    default -> new Report.Waiting();
                };
            }
        }
        return new Report.Waiting();
    }

    private HttpRequest.Builder ask(String action, Map<String, String> parameters, Instant now) {
        return signature.request(
                endpoint, action, VERSION, parameters, now, UUID.randomUUID().toString());
    }

    /** The variables of both templates. */
    static String parameters(Message message) {
        return JSON.createObjectNode()
                .put("what", Variable.of(message.words().what()))
                .put("who", Variable.of(message.words().who()))
                .put("where", Variable.of(message.words().where()))
                .put("id", Long.toString(message.alertId()))
                .toString();
    }

    @Override
    public String toString() {
        return "Aliyun SMS";
    }
}
