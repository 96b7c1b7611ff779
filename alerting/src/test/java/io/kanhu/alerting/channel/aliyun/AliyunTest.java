package io.kanhu.alerting.channel.aliyun;

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
import io.kanhu.alerting.channel.fake.FakeServer.Response;
import io.kanhu.alerting.channel.http.Exchange;
import io.kanhu.alerting.channel.http.HttpChannel;
import io.kanhu.alerting.channel.report.Report;
import io.kanhu.alerting.channel.report.Sent;
import io.kanhu.alerting.ladder.Means;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text messages and calls to a provider that looks closely. */
class AliyunTest {
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final FakeAliyun aliyun = new FakeAliyun(clock);
    private final Exchange exchange = new Exchange(Duration.ofSeconds(5));
    private final AliyunSms sms = sms(FakeAliyun.SECRET);
    private final Channel texts = new HttpChannel(sms, exchange, clock);
    private final Channel calls = new HttpChannel(
            new AliyunVoice(
                    aliyun.url(""),
                    new AliyunSignature(FakeAliyun.KEY_ID, FakeAliyun.SECRET),
                    Optional.of("057100000000"),
                    "TTS_1",
                    "TTS_2"),
            exchange,
            clock);

    @AfterEach
    void close() {
        exchange.close();
        aliyun.close();
    }

    /** The example of the description of version 3. */
    @Test
    void theSignatureIsThatOfThePublishedExample() {
        TreeMap<String, String> headers = new TreeMap<>(Map.of(
                "host", "ecs.cn-shanghai.aliyuncs.com",
                "x-acs-action", "RunInstances",
                "x-acs-content-sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "x-acs-date", "2023-10-26T10:22:32Z",
                "x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703d",
                "x-acs-version", "2014-05-26"));
        String query = AliyunSignature.query(
                Map.of("RegionId", "cn-shanghai", "ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"));
        assertThat(new AliyunSignature("YourAccessKeyId", "YourAccessKeySecret").authorization("POST", query, headers))
                .endsWith("Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0");
    }

    @Test
    void aWorkerIsSentTheirTemplateAndFamilyTheirs() {
        assertThat(send(texts, toWorker(Means.SMS))).isEqualTo(new Accepted("biz1"));
        Map<String, String> parameters = FakeAliyun.parameters(aliyun.requests().getFirst());
        assertThat(parameters).containsEntry("PhoneNumbers", "13900000001").containsEntry("TemplateCode", "SMS_1");
        assertThat(parameters.get("TemplateParam")).contains("紧急呼叫", "Li Ming", "Lane 3");

        assertThat(send(texts, toFamily(Means.SMS, "+86 139-0000-0002"))).isEqualTo(new Accepted("biz2"));
        assertThat(FakeAliyun.parameters(aliyun.requests().getLast()))
                .containsEntry("TemplateCode", "SMS_2")
                .containsEntry("PhoneNumbers", "13900000002");
        assertThat(aliyun.complaints()).isEmpty();
    }

    @Test
    void whatIsTooLongForATemplateIsCutAndOddLettersAreSigned() {
        assertThat(send(texts, toWorker(Means.SMS, "Ö*~ +&=%/\"", "很长的地址".repeat(20))))
                .isInstanceOf(Accepted.class);
        assertThat(FakeAliyun.parameters(aliyun.requests().getFirst()).get("TemplateParam"))
                .contains("…", "*~ +&=%/");
    }

    @Test
    void aNumberThatHadOneIsTriedAMinuteLaterAndTheOthersAreNotHeldUp() {
        assertThat(send(texts, toWorker(Means.SMS))).isInstanceOf(Accepted.class);
        assertThat(send(texts, toWorker(Means.SMS)))
                .isEqualTo(new Later("Aliyun answers isv.BUSINESS_LIMIT_CONTROL", Duration.ofMinutes(1)));
        assertThat(send(texts, toFamily(Means.SMS, "13900000002"))).isInstanceOf(Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Throttling.User", "isv.DAY_LIMIT_CONTROL"})
    void whoAsksTooMuchLeavesTheProviderAlone(String code) {
        aliyun.willAnswer(FakeAliyun.error(400, code));
        assertThat(send(texts, toWorker(Means.SMS))).isInstanceOf(TooMany.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"isp.SYSTEM_ERROR", "isv.AMOUNT_NOT_ENOUGH", "isv.SMS_TEMPLATE_ILLEGAL"})
    void whatSomebodyCanMendIsTriedAgain(String code) {
        aliyun.willAnswer(FakeAliyun.error(200, code));
        assertThat(send(texts, toWorker(Means.SMS))).isEqualTo(new Later("Aliyun answers " + code, Duration.ZERO));
    }

    @Test
    void whatIsWrongWithTheMessageIsGivenUpWithoutNamingTheNumber() {
        assertThat(send(texts, toFamily(Means.SMS, "0"))).isInstanceOf(Refused.class);
        assertThat(aliyun.requests()).isEmpty();
        assertThat(send(texts, toFamily(Means.SMS, "+49 30 1234567")))
                .isEqualTo(new Refused("Aliyun answers isv.MOBILE_NUMBER_ILLEGAL"));
    }

    @Test
    void aWrongSecretIsRefusedAndShownToNobody() {
        Channel wrong = new HttpChannel(sms("not-the-secret"), exchange, clock);
        assertThat(send(wrong, toWorker(Means.SMS)))
                .isEqualTo(new Later("Aliyun answers SignatureDoesNotMatch", Duration.ZERO));
        assertThat(aliyun.complaints()).containsExactly("SignatureDoesNotMatch");
        assertThat(new AliyunSignature("id", "not-the-secret")).asString().doesNotContain("not-the-secret");
        assertThat(wrong).asString().doesNotContain("not-the-secret");
    }

    @Test
    void anAnswerThatIsLostOrLateOrNonsenseIsTriedAgain() {
        aliyun.willBe(Mood.LOSES_THE_REPLY, Mood.NEVER_ANSWERS);
        assertThat(send(texts, toWorker(Means.SMS))).isInstanceOf(Later.class);
        try (Exchange impatient = new Exchange(Duration.ofMillis(200))) {
            assertThat(send(new HttpChannel(sms, impatient, clock), toWorker(Means.SMS)))
                    .isInstanceOf(Later.class);
        }
        aliyun.willAnswer(Response.json(200, "<html>"));
        assertThat(send(texts, toWorker(Means.SMS))).isInstanceOf(Later.class);
    }

    @Test
    void aCallIsMadeWithTheShownNumberAndItsIdIsTheReceipt() {
        assertThat(send(calls, toWorker(Means.VOICE))).isEqualTo(new Accepted("call1"));
        assertThat(send(calls, toFamily(Means.VOICE, "13900000002"))).isEqualTo(new Accepted("call2"));
        assertThat(FakeAliyun.parameters(aliyun.requests().getLast())).containsEntry("TtsCode", "TTS_2");
        aliyun.willAnswer(FakeAliyun.error(200, "isv.BUSINESS_LIMIT_CONTROL"));
        assertThat(send(calls, toWorker(Means.VOICE))).isInstanceOf(Later.class);
    }

    @Test
    void theProviderSaysWhatHasBecomeOfAMessage() {
        Message message = toWorker(Means.SMS);
        Accepted accepted = (Accepted) send(texts, message);
        Sent sent = new Sent(1, message.key(), "13900000001", String.valueOf(accepted.receipt()), NOW);
        assertThat(ask(sent)).isEqualTo(new Report.Waiting());
        aliyun.becomes(message.key().toString(), 1, "");
        assertThat(ask(sent)).isEqualTo(new Report.Waiting());
        aliyun.becomes(message.key().toString(), 3, "DELIVERED");
        assertThat(ask(sent)).isEqualTo(new Report.Delivered());
        aliyun.becomes(message.key().toString(), 2, "MK:0001");
        assertThat(ask(sent)).isEqualTo(new Report.Failed("not delivered: MK:0001"));
        assertThat(FakeAliyun.parameters(aliyun.requests().getLast())).containsEntry("SendDate", "20260321");
        assertThat(aliyun.complaints()).isEmpty();
    }

    private Report ask(Sent sent) {
        return sms.report(sent, exchange.ask(sms.question(sent, NOW)).join());
    }

    private AliyunSms sms(String secret) {
        return new AliyunSms(
                URI.create(aliyun.url("").toString()),
                new AliyunSignature(FakeAliyun.KEY_ID, secret),
                "看护中心",
                "SMS_1",
                "SMS_2");
    }
}
