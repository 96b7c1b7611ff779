package io.kanhu.alerting.channel.tencent;

import static io.kanhu.alerting.channel.fake.Messages.NOW;
import static io.kanhu.alerting.channel.fake.Messages.send;
import static io.kanhu.alerting.channel.fake.Messages.toFamily;
import static io.kanhu.alerting.channel.fake.Messages.toWorker;
import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.alerting.channel.Channel;
import io.kanhu.alerting.channel.Channel.Answer.Accepted;
import io.kanhu.alerting.channel.Channel.Answer.Later;
import io.kanhu.alerting.channel.Channel.Answer.Refused;
import io.kanhu.alerting.channel.Channel.Answer.TooMany;
import io.kanhu.alerting.channel.Message;
import io.kanhu.alerting.channel.fake.FakeServer.Mood;
import io.kanhu.alerting.channel.http.Exchange;
import io.kanhu.alerting.channel.http.HttpChannel;
import io.kanhu.alerting.channel.report.Report;
import io.kanhu.alerting.channel.report.Sent;
import io.kanhu.alerting.ladder.Means;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text messages to a provider that looks closely. */
class TencentTest {
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final FakeTencent tencent = new FakeTencent(clock);
    private final Exchange exchange = new Exchange(Duration.ofSeconds(5));
    private final TencentSms sms = sms(FakeTencent.SECRET_KEY);
    private final Channel texts = new HttpChannel(sms, exchange, clock);

    @AfterEach
    void close() {
        exchange.close();
        tencent.close();
    }

    /** The example of the description of version 3, in the form that signs content type and host. */
    @Test
    void theSignatureIsThatOfThePublishedExample() {
        byte[] body =
                "{\"Limit\": 1, \"Filters\": [{\"Values\": [\"\\u672a\\u547d\\u540d\"], \"Name\": \"instance-name\"}]}"
                        .getBytes(StandardCharsets.UTF_8);
        assertThat(new TencentSignature("AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE")
                        .authorization("cvm.tencentcloudapi.com", "cvm", body, Instant.ofEpochSecond(1551113065)))
                .isEqualTo("TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request,"
                        + " SignedHeaders=content-type;host,"
                        + " Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168");
    }

    @Test
    void aWorkerIsSentFourPartsAndFamilyTwo() {
        assertThat(send(texts, toWorker(Means.SMS))).isEqualTo(new Accepted("5000:1"));
        assertThat(tencent.requests().getFirst().text()).contains("+8613900000001", "Li Ming", "Lane 3");
        assertThat(send(texts, toFamily(Means.SMS, "0086 139 0000 0002"))).isEqualTo(new Accepted("5000:2"));
        assertThat(tencent.requests().getLast().text()).contains("+8613900000002");
        assertThat(tencent.complaints()).isEmpty();
    }

    @Test
    void codesSayWhetherToTryAgainToWaitOrToGiveUp() {
        tencent.willAnswer(
                FakeTencent.error("RequestLimitExceeded"),
                FakeTencent.status("LimitExceeded.AppDailyLimit"),
                FakeTencent.status("LimitExceeded.PhoneNumberThirtySecondLimit"),
                FakeTencent.status("FailedOperation.ContainSensitiveWord"),
                FakeTencent.error("InternalError"));
        assertThat(send(texts, toWorker(Means.SMS))).isInstanceOf(TooMany.class);
        assertThat(send(texts, toWorker(Means.SMS))).isInstanceOf(TooMany.class);
        assertThat(send(texts, toWorker(Means.SMS)))
                .isEqualTo(new Later(
                        "Tencent answers LimitExceeded.PhoneNumberThirtySecondLimit", Duration.ofSeconds(30)));
        assertThat(send(texts, toWorker(Means.SMS))).isInstanceOf(Refused.class);
        assertThat(send(texts, toWorker(Means.SMS)))
                .isEqualTo(new Later("Tencent answers InternalError", Duration.ZERO));
        assertThat(send(texts, toFamily(Means.SMS, "+49 30 1234567"))).isInstanceOf(Refused.class);
    }

    @Test
    void anAnswerThatIsLostOrLateIsTriedAgain() {
        tencent.willBe(Mood.LOSES_THE_REPLY, Mood.NEVER_ANSWERS);
        assertThat(send(texts, toWorker(Means.SMS))).isInstanceOf(Later.class);
        try (Exchange impatient = new Exchange(Duration.ofMillis(200))) {
            assertThat(send(new HttpChannel(sms, impatient, clock), toWorker(Means.SMS)))
                    .isInstanceOf(Later.class);
        }
    }

    @Test
    void aWrongSecretIsRefusedAndShownToNobody() {
        Channel wrong = new HttpChannel(sms("not-the-secret"), exchange, clock);
        assertThat(send(wrong, toWorker(Means.SMS)))
                .isEqualTo(new Later("Tencent answers AuthFailure.SignatureFailure", Duration.ZERO));
        assertThat(new TencentSignature("id", "not-the-secret")).asString().doesNotContain("not-the-secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUCCESS", "FAIL"})
    void theProviderSaysWhatHasBecomeOfAMessage(String status) {
        Message message = toWorker(Means.SMS);
        Accepted accepted = (Accepted) send(texts, message);
        Sent sent = new Sent(1, message.key(), "13900000001", String.valueOf(accepted.receipt()), NOW);
        assertThat(ask(sent)).isEqualTo(new Report.Waiting());
        tencent.becomes(sent.receipt(), status);
        assertThat(ask(sent))
                .isEqualTo(
                        status.equals("SUCCESS")
                                ? new Report.Delivered()
                                : new Report.Failed("not delivered: UNDELIVERED"));
        assertThat(tencent.complaints()).isEmpty();
    }

    private Report ask(Sent sent) {
        return sms.report(sent, exchange.ask(sms.question(sent, NOW)).join());
    }

    private TencentSms sms(String secret) {
        return new TencentSms(
                tencent.url(""),
                new TencentSignature(FakeTencent.SECRET_ID, secret),
                new TencentSms.Account("ap-guangzhou", "1400006666", "看护中心", "1110", "1111"));
    }
}
