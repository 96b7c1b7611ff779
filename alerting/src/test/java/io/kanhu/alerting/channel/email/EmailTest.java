package io.kanhu.alerting.channel.email;

import static io.kanhu.alerting.channel.fake.Messages.NOW;
import static io.kanhu.alerting.channel.fake.Messages.send;
import static io.kanhu.alerting.channel.fake.Messages.toFamily;
import static io.kanhu.alerting.channel.fake.Messages.toWorker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kanhu.alerting.Log;
import io.kanhu.alerting.channel.Channel;
import io.kanhu.alerting.channel.Channel.Answer;
import io.kanhu.alerting.channel.Channel.Answer.Accepted;
import io.kanhu.alerting.channel.Channel.Answer.Later;
import io.kanhu.alerting.channel.Channel.Answer.Refused;
import io.kanhu.alerting.channel.Channel.Answer.TooMany;
import io.kanhu.alerting.channel.Message;
import io.kanhu.alerting.channel.Message.Recipient;
import io.kanhu.alerting.channel.Message.Words;
import io.kanhu.alerting.channel.email.FakeMailServer.Mood;
import io.kanhu.alerting.channel.email.MailServer.Login;
import io.kanhu.alerting.channel.email.MailServer.Security;
import io.kanhu.alerting.ladder.Means;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mails to a server that looks closely. */
class EmailTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    static Path folder;

    private static OwnCertificate certificate;

    private final FakeMailServer server;

    EmailTest() throws GeneralSecurityException {
        server = new FakeMailServer(certificate.shown(), false);
    }

    @BeforeAll
    static void make() throws IOException, InterruptedException, GeneralSecurityException {
        certificate = OwnCertificate.make(folder);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aMailSaysWhatATextMessageSaysAndItsSubjectNamesNobody() throws MessagingException, IOException {
        assertThat(send(mails(), toWorker(Means.EMAIL))).isEqualTo(new Accepted("4Xq71"));

        MimeMessage mail = read(server.mails().getFirst());
        assertThat(mail.getSubject()).isEqualTo("【看护】紧急呼叫 编号7");
        assertThat(mail.getContent().toString()).contains("紧急呼叫：Li Ming，Lane 3", "https://kanhu.example.org/?alert=7");
        assertThat(mail.getFrom()[0].toString()).contains("kanhu@city.example.org");
        assertThat(mail.getAllRecipients()).extracting(Object::toString).containsExactly("wang@example.org");
        assertThat(mail.getSentDate()).isEqualTo(Date.from(NOW));
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.getHeader("X-Priority")).containsExactly("1");
        assertThat(mail.getContentType()).containsIgnoringCase("charset=utf-8");
        assertThat(server.complaints()).isEmpty();
    }

    @Test
    void familyHaveNoPageAndAreGivenNoLink() throws MessagingException, IOException {
        assertThat(send(mails(), toFamily(Means.EMAIL, "139"))).isInstanceOf(Accepted.class);
        MimeMessage mail = read(server.mails().getFirst());
        assertThat(mail.getAllRecipients()).extracting(Object::toString).containsExactly("daughter@example.org");
        assertThat(mail.getContent().toString()).contains("Li Ming").doesNotContain("https://");
    }

    @Test
    void aTryAfterALostReplyIsTheSameMailToTheByte() {
        Message message = toWorker(Means.EMAIL);
        server.willBe(Mood.LOSES_THE_REPLY);
        assertThat(send(mails(), message)).isInstanceOf(Later.class);
        assertThat(send(mails(), message)).isInstanceOf(Accepted.class);
        assertThat(server.mails()).hasSize(2).containsOnly(server.mails().getFirst());
        assertThat(server.mails().getFirst()).contains("Message-ID: <" + message.key() + "@city.example.org>");
    }

    @Test
    void aServerThatNeverAnswersIsGivenUpOnInTime() {
        server.willBe(Mood.NEVER_ANSWERS);
        Channel impatient = mails(Security.STARTTLS, login(FakeMailServer.PASSWORD), Duration.ofSeconds(1));
        assertThat(send(impatient, toWorker(Means.EMAIL))).isInstanceOf(Later.class);
    }

    @Test
    void nothingIsSaidToAServerThatDoesNotEncryptOrThatNobodyBelieves() {
        try (FakeMailServer plain = new FakeMailServer(null, false)) {
            Channel mails = channel(plain, Security.STARTTLS, Optional.empty(), true, PATIENCE);
            assertThat(send(mails, toWorker(Means.EMAIL))).isInstanceOf(Later.class);
            assertThat(plain.commands()).doesNotContain("MAIL", "AUTH");
            assertThat(send(channel(plain, Security.NONE, Optional.empty(), true, PATIENCE), toWorker(Means.EMAIL)))
                    .isInstanceOf(Accepted.class);
        }
        Channel distrustful = channel(server, Security.STARTTLS, login(FakeMailServer.PASSWORD), false, PATIENCE);
        assertThat(send(distrustful, toWorker(Means.EMAIL)).toString()).contains("certification path");
        assertThat(server.commands()).doesNotContain("AUTH", "MAIL");
    }

    @Test
    void aServerMayEncryptFromTheFirstByte() throws GeneralSecurityException {
        try (FakeMailServer hidden = new FakeMailServer(certificate.shown(), true)) {
            Channel mails = channel(hidden, Security.TLS, login(FakeMailServer.PASSWORD), true, PATIENCE);
            assertThat(send(mails, toWorker(Means.EMAIL))).isInstanceOf(Accepted.class);
            assertThat(hidden.complaints()).isEmpty();
        }
    }

    @Test
    void aWrongPasswordIsSaidLoudlyOnceAndRepeatedNowhere() {
        try (Log log = new Log(EmailChannel.class)) {
            Channel wrong = mails(Security.STARTTLS, login("not-the-secret"), PATIENCE);
            Answer answer = send(wrong, toWorker(Means.EMAIL));
            send(wrong, toWorker(Means.EMAIL));
            assertThat(answer).isEqualTo(new Later("the mail server takes neither user nor password", Duration.ZERO));
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("kanhu.channels.email"))
                    .hasSize(1);
            assertThat(log.lines() + answer.toString() + wrong + login("not-the-secret"))
                    .doesNotContain("not-the-secret", "another password");
        }
    }

    @ParameterizedTest(name = "{0} is answered {1}")
    @CsvSource({
        "RCPT, 450 4.2.0 greylisted wang@example.org, Later, 450 4.2.0",
        "RCPT, 451 4.3.0 not now, Later, 451 4.3.0",
        "RCPT, 452 4.2.2 full, Later, 452 4.2.2",
        "RCPT, 421 4.7.0 go away, TooMany, 421 4.7.0",
        "RCPT, 550 no such user wang@example.org, Refused, 550",
        "RCPT, 553 5.1.3 no such name, Refused, 553 5.1.3",
        "RCPT, 501 5.1.3 bad address, Refused, 501 5.1.3",
        // About us, not about them.
        "RCPT, 554 5.7.1 relaying denied, Later, 554 5.7.1",
        "MAIL, 550 5.7.1 not your sender, Later, will not send for us",
        "., 451 4.3.0 try again, Later, 451 4.3.0",
        "., 452 4.3.1 no room, Later, 452 4.3.1",
        "., 454 4.7.0 later, Later, 454 4.7.0",
        "., 552 5.3.4 too large, Refused, 552 5.3.4",
        "., 554 5.7.1 looks like spam, Later, 554 5.7.1"
    })
    void answersSayWhetherToTryAgainToWaitOrToGiveUp(String command, String said, String meaning, String why) {
        server.willAnswer(command, said);
        Answer answer = send(mails(), toWorker(Means.EMAIL));
        assertThat(answer.getClass().getSimpleName()).isEqualTo(meaning);
        assertThat(answer.toString()).contains(why).doesNotContain("wang@", "go away");
        assertThat(send(mails(), toWorker(Means.EMAIL))).isInstanceOf(Accepted.class);
    }

    @Test
    void aServerThatTurnsConnectionsAwayIsLeftAlone() {
        server.takesConnections(1);
        assertThat(send(mails(), toWorker(Means.EMAIL))).isInstanceOf(Accepted.class);
        assertThat(send(mails(), toWorker(Means.EMAIL))).isInstanceOf(TooMany.class);
        server.close();
        assertThat(send(mails(), toWorker(Means.EMAIL))).isInstanceOf(Later.class);
    }

    @Test
    void whoIsUnknownThereHasNoAddressOrOneWithALineInItIsRefused() {
        assertThat(send(mails(), to(FakeMailServer.STRANGER, "Li Ming")))
                .isEqualTo(new Refused("the mail server answers 550 5.1.1"));
        assertThat(send(mails(), to(null, "Li Ming"))).isInstanceOf(Refused.class);
        for (String address : List.of(
                "wang@example.org\r\nBcc: other@example.org",
                "wang@example.org, other@example.org",
                "Wang <wang@example.org>",
                "wang",
                "wang@exämple.org")) {
            assertThat(send(mails(), to(address, "Li Ming"))).as(address).isInstanceOf(Refused.class);
        }
        assertThat(server.mails()).isEmpty();
    }

    @Test
    void namesWithLinesInThemWriteNoHeadersAndLongOnesNoLongLines() throws MessagingException, IOException {
        String who = "Li\r\nBcc: other@example.org\r\n\r\n.\r\nRCPT TO:<other@example.org>" + "明".repeat(1_000);
        Message message = new Message(
                toWorker(Means.EMAIL).key(),
                Means.EMAIL,
                toWorker(Means.EMAIL).to(),
                "zh",
                new Words("SOS\r\nBcc: other@example.org", who, "", who),
                7,
                "sos",
                NOW);
        assertThat(send(mails(), message)).isInstanceOf(Accepted.class);
        MimeMessage mail = read(server.mails().getFirst());
        assertThat(mail.getAllRecipients()).extracting(Object::toString).containsExactly("wang@example.org");
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(server.complaints()).isEmpty();
        assertThat(send(mails(), to("wang@example.org", "明".repeat(10_000))))
                .isEqualTo(new Refused("the mail server answers 552 5.3.4"));
    }

    @Test
    void whoWritesIsOneAddressWithANameOrWithout() {
        assertThat(EmailChannel.sender("看护 <kanhu@example.org>").getAddress()).isEqualTo("kanhu@example.org");
        assertThat(EmailChannel.sender("看护 <kanhu@example.org>").toString()).isASCII();
        assertThatThrownBy(() -> EmailChannel.sender("a@example.org, b@example.org"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EmailChannel.sender("kanhu")).isInstanceOf(IllegalArgumentException.class);
    }

    private Channel mails() {
        return mails(Security.STARTTLS, login(FakeMailServer.PASSWORD), PATIENCE);
    }

    private Channel mails(Security security, Optional<Login> login, Duration patience) {
        return channel(server, security, login, true, patience);
    }

    private static Channel channel(
            FakeMailServer to, Security security, Optional<Login> login, boolean believing, Duration patience) {
        try {
            return new EmailChannel(
                    new MailServer(
                            "127.0.0.1",
                            to.port(),
                            security,
                            login,
                            believing ? Optional.of(certificate.believed().getSocketFactory()) : Optional.empty()),
                    "看护 <kanhu@city.example.org>",
                    Optional.of(URI.create("https://kanhu.example.org")),
                    patience);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<Login> login(String password) {
        return Optional.of(new Login(FakeMailServer.USER, password));
    }

    private static Message to(@Nullable String address, String who) {
        return new Message(
                toWorker(Means.EMAIL).key(),
                Means.EMAIL,
                new Recipient(5L, null, null, null, address),
                "zh",
                new Words("紧急呼叫", who, "", "【看护】紧急呼叫：" + who),
                7,
                "sos",
                NOW);
    }

    private static MimeMessage read(String mail) throws MessagingException {
        return new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(mail.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
