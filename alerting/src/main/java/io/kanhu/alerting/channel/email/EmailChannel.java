package io.kanhu.alerting.channel.email;

import io.kanhu.alerting.channel.Channel;
import io.kanhu.alerting.channel.Channel.Answer.Later;
import io.kanhu.alerting.channel.Channel.Answer.Refused;
import io.kanhu.alerting.channel.Message;
import io.kanhu.alerting.channel.email.MailServer.Login;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands mails to a server, each over a connection and on a virtual thread of its own. A mail that is sent again has the same Message-ID, by
 * which mailboxes show it once. The receipt is what the server calls the mail, if it says.
 */
public final class EmailChannel implements Channel {
    private static final Logger LOG = LoggerFactory.getLogger(EmailChannel.class);

    private final MailServer server;
    private final Letter letter;
    private final Duration patience;
    private final Session session;
    private final AtomicBoolean lockedOut = new AtomicBoolean();

    /**
     * By this server.
     *
     * @param from who writes, as {@code kanhu@example.org} or {@code Kanhu <kanhu@example.org>}
     * @param page for links, empty for none
     * @param patience for the whole of a conversation with the server
     * @throws IllegalArgumentException if {@code from} is no address
     */
    public EmailChannel(MailServer server, String from, Optional<URI> page, Duration patience) {
        this.server = server;
        this.letter = new Letter(sender(from), page);
        this.patience = patience;
        this.session = server.session(patience, letter.domain(), letter.sender());
    }

    /**
     * Reads who writes.
     *
     * @throws IllegalArgumentException if it is no address
     */
    public static InternetAddress sender(String from) {
        try {
            InternetAddress[] read = InternetAddress.parse(from, true);
            if (read.length == 1) {
                Letter.mailbox(read[0].getAddress());
                // Once more, so that a name that is not ASCII is encoded.
                return new InternetAddress(read[0].getAddress(), read[0].getPersonal(), "UTF-8");
            }
        } catch (MessagingException | UnsupportedEncodingException e) {
            throw new IllegalArgumentException("it is no e-mail address", e);
        }
        throw new IllegalArgumentException("it is not one e-mail address");
    }

    @Override
    public Duration patience() {
        return patience;
    }

    @Override
    public CompletionStage<Answer> send(Message message) {
        MimeMessage mail;
        try {
            mail = letter.of(message, session);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(new Refused(String.valueOf(e.getMessage())));
        }
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Thread work = Thread.ofVirtual().name("email").start(() -> answer.complete(handOver(mail)));
        return answer.completeOnTimeout(
                        new Later("no answer from the mail server: it took too long", Duration.ZERO),
                        patience.toMillis(),
                        TimeUnit.MILLISECONDS)
                // A virtual thread that is interrupted closes the socket it waits for.
                .whenComplete((given, error) -> work.interrupt());
    }

    private Answer handOver(MimeMessage mail) {
        SMTPTransport transport = null;
        try {
            transport = (SMTPTransport) session.getTransport();
            transport.connect(
                    server.login().map(Login::user).orElse(null),
                    server.login().map(Login::password).orElse(null));
            lockedOut.set(false);
            transport.sendMessage(mail, mail.getAllRecipients());
            return SmtpAnswers.taken(transport.getLastServerResponse());
        } catch (AuthenticationFailedException e) {
            if (!lockedOut.getAndSet(true)) {
                LOG.error(
                        "the mail server takes neither user nor password; check kanhu.channels.email server={}",
                        server);
            }
            return SmtpAnswers.failure(e, -1);
        } catch (MessagingException e) {
            return SmtpAnswers.failure(e, transport == null ? -1 : transport.getLastReturnCode());
        } catch (RuntimeException e) {
            LOG.error("cannot send e-mail, trying again; please report this", e);
            return new Later("Kanhu failed at it: " + e.getClass().getSimpleName(), Duration.ZERO);
        } finally {
            hangUp(transport);
        }
    }

    private static void hangUp(@Nullable SMTPTransport transport) {
        try {
            if (transport != null) {
                transport.close();
            }
        } catch (MessagingException e) {
            LOG.debug("a mail server was gone before the end", e);
        }
    }

    @Override
    public String toString() {
        return "e-mail by " + server;
    }
}
