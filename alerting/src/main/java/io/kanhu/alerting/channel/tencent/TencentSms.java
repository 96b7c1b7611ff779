package io.kanhu.alerting.channel.tencent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kanhu.alerting.channel.Channel.Answer;
import io.kanhu.alerting.channel.Channel.Answer.Accepted;
import io.kanhu.alerting.channel.Channel.Answer.Later;
import io.kanhu.alerting.channel.Channel.Answer.Refused;
import io.kanhu.alerting.channel.Channel.Answer.TooMany;
import io.kanhu.alerting.channel.Message;
import io.kanhu.alerting.channel.Message.Recipient;
import io.kanhu.alerting.channel.Message.Words;
import io.kanhu.alerting.channel.http.PhoneNumber;
import io.kanhu.alerting.channel.http.Provider;
import io.kanhu.alerting.channel.http.Reply;
import io.kanhu.alerting.channel.report.Report;
import io.kanhu.alerting.channel.report.Reporter;
import io.kanhu.alerting.channel.report.Sent;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Text messages by Tencent Cloud's {@code SendSms} (version 2021-01-11). The worker's template has the places {1} kind, {2} who, {3}
 * where, {4} case; the family's {1} kind, {2} who. Whether one has arrived is asked for by {@code PullSmsSendStatusByPhoneNumber}.
 */
public final class TencentSms implements Provider, Reporter {
    private static final String VERSION = "2021-01-11";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Set<String> OF_THE_MESSAGE = Set.of(
            "InvalidParameterValue.IncorrectPhoneNumber",
            "FailedOperation.PhoneNumberInBlacklist",
            "FailedOperation.ContainSensitiveWord",
            "InvalidParameterValue.ContentLengthLimit",
            "InvalidParameterValue.TemplateParameterLengthLimit",
            "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter",
            "LimitExceeded.PhoneNumberSameContentDailyLimit");

    /** What a number may have of this city is used up for now. */
    private static final String TO_THIS_NUMBER = "LimitExceeded.PhoneNumber";

    private final URI endpoint;
    private final TencentSignature signature;
    private final Account account;

    /**
     * Whose messages they are.
     *
     * @param signName approved for the account, without its brackets
     * @param template id of the one for workers
     * @param familyTemplate id of the one for family
     */
    public record Account(String region, String appId, String signName, String template, String familyTemplate) {}

    public TencentSms(URI endpoint, TencentSignature signature, Account account) {
        this.endpoint = endpoint;
        this.signature = signature;
        this.account = account;
    }

    @Override
    public HttpRequest.Builder request(Message message, Instant now) {
        boolean family = message.to().workerId() == null;
        Words words = message.words();
        List<String> places = family
                ? List.of(words.what(), words.who())
                : List.of(
                        words.what(),
                        words.who(),
                        words.where().isEmpty() ? "—" : words.where(),
                        Long.toString(message.alertId()));
        ObjectNode body = JSON.createObjectNode()
                .put("SmsSdkAppId", account.appId())
                .put("SignName", account.signName())
                .put("TemplateId", family ? account.familyTemplate() : account.template())
                .put("SessionContext", message.key().toString());
        body.putArray("PhoneNumberSet")
                .add(PhoneNumber.international(Recipient.required(message.to().phone())));
        body.set("TemplateParamSet", JSON.valueToTree(places));
        return ask("SendSms", body, now);
    }

    @Override
    public Answer answer(Reply reply) {
        JsonNode response = reply.json().path("Response");
        JsonNode status = response.path("SendStatusSet").path(0);
        String code = response.has("Error")
                ? response.path("Error").path("Code").asText()
                : status.path("Code").asText();
        if (code.equals("Ok")) {
            return new Accepted(status.path("SerialNo").asText());
        }
        if (code.isEmpty()) {
            return reply.isSuccess()
                    ? new Later("Tencent answers nothing that is understood", Duration.ZERO)
                    : reply.failure("Tencent");
        }
        String why = "Tencent answers " + code;
        if (OF_THE_MESSAGE.contains(code)) {
            return new Refused(why);
        }
        if (code.startsWith(TO_THIS_NUMBER)) {
            return new Later(why, Duration.ofSeconds(30));
        }
        return code.startsWith("LimitExceeded") || code.startsWith("RequestLimitExceeded")
                ? new TooMany(why, Reply.PAUSE)
                : new Later(why, Duration.ZERO);
    }

    @Override
    public HttpRequest.Builder question(Sent sent, Instant now) {
        return ask(
                "PullSmsSendStatusByPhoneNumber",
                JSON.createObjectNode()
                        .put("SmsSdkAppId", account.appId())
                        .put("PhoneNumber", PhoneNumber.international(sent.phone()))
                        .put("BeginTime", sent.at().getEpochSecond() - 60)
                        .put("Offset", 0)
                        .put("Limit", 100),
                now);
    }

    @Override
    public Report report(Sent sent, Reply reply) {
        for (JsonNode status : reply.json().path("Response").path("PullSmsSendStatusSet")) {
            if (status.path("SerialNo").asText().equals(sent.receipt())) {
                return status.path("ReportStatus").asText().equals("SUCCESS")
                        ? new Report.Delivered()
                        : new Report.Failed(
                                "not delivered: " + status.path("Description").asText());
            }
        }
        return new Report.Waiting();
    }

    private HttpRequest.Builder ask(String action, ObjectNode json, Instant now) {
        byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
        String host = endpoint.getRawAuthority();
        return HttpRequest.newBuilder(URI.create(endpoint.getScheme() + "://" + host + "/"))
                .header("Content-Type", TencentSignature.CONTENT_TYPE)
                .header("X-TC-Action", action)
                .header("X-TC-Version", VERSION)
                .header("X-TC-Region", account.region())
                .header("X-TC-Timestamp", Long.toString(now.getEpochSecond()))
                .header("Authorization", signature.authorization(host, "sms", body, now))
                .POST(BodyPublishers.ofByteArray(body));
    }

    @Override
    public String toString() {
        return "Tencent SMS";
    }
}
