package io.kanhu.alerting.channel.aliyun;

import com.fasterxml.jackson.databind.JsonNode;
import io.kanhu.alerting.channel.Channel.Answer;
import io.kanhu.alerting.channel.Channel.Answer.Accepted;
import io.kanhu.alerting.channel.Channel.Answer.Later;
import io.kanhu.alerting.channel.Channel.Answer.Refused;
import io.kanhu.alerting.channel.Channel.Answer.TooMany;
import io.kanhu.alerting.channel.http.Reply;
import java.time.Duration;
import java.util.Set;

/**
 * What the codes of Alibaba Cloud mean. Only what is wrong with one message is given up; what is wrong with the account, a signature or
 * a template somebody can mend while it is tried again.
 */
final class AliyunAnswers {
    private static final Set<String> OF_THE_MESSAGE = Set.of(
            "isv.MOBILE_NUMBER_ILLEGAL",
            "isv.MOBILE_COUNT_OVER_LIMIT",
            "isv.BLACK_KEY_CONTROL_LIMIT",
            "isv.PARAM_LENGTH_LIMIT",
            "isv.PARAM_NOT_SUPPORT_URL",
            "isv.CUSTOMER_REFUSED");

    /** One a minute to a number, unless the account has other limits. */
    private static final String TO_THIS_NUMBER = "isv.BUSINESS_LIMIT_CONTROL";

    private static final Set<String> OF_THE_ACCOUNT =
            Set.of("isv.DAY_LIMIT_CONTROL", "isv.MONTH_LIMIT_CONTROL", "isv.SMS_SEND_LIMIT");

    private AliyunAnswers() {}

    /** @param receipt the field with the provider's name for it */
    static Answer read(Reply reply, String receipt) {
        JsonNode json = reply.json();
        String code = json.path("Code").asText();
        if (reply.isSuccess() && code.equals("OK")) {
            return new Accepted(json.path(receipt).asText());
        }
        if (code.isEmpty()) {
            return reply.isSuccess()
                    ? new Later("Aliyun answers nothing that is understood", Duration.ZERO)
                    : reply.failure("Aliyun");
        }
        String why = "Aliyun answers " + code;
        if (OF_THE_MESSAGE.contains(code)) {
            return new Refused(why);
        }
        if (code.equals(TO_THIS_NUMBER)) {
            return new Later(why, Duration.ofMinutes(1));
        }
        return code.startsWith("Throttling") || OF_THE_ACCOUNT.contains(code)
                ? new TooMany(why, Reply.PAUSE)
                : new Later(why, Duration.ZERO);
    }
}
