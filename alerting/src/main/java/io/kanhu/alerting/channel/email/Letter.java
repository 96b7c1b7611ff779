package io.kanhu.alerting.channel.email;

import io.kanhu.alerting.channel.Message;
import io.kanhu.alerting.channel.Message.Recipient;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Optional;

/** A message written out as e-mail. The same message gives the same mail, to the byte: mailboxes know it by its Message-ID. */
final class Letter {
    private static final String UTF_8 = StandardCharsets.UTF_8.name();
    private static final int LONGEST_SUBJECT = 120;

    private final InternetAddress from;
    private final Optional<URI> page;

    Letter(InternetAddress from, Optional<URI> page) {
        this.from = from;
        this.page = page;
    }

    /**
     * Writes it out.
     *
     * @throws IllegalArgumentException if they have no address that could be written to; the message leaves it out
     */
    MimeMessage of(Message message, Session session) {
        InternetAddress to = mailbox(Recipient.required(message.to().email()));
        boolean test = message.kind().equals(Message.TEST);
        try {
            MimeMessage mail = new WithId(session, "<" + message.key() + "@" + domain() + ">");
            mail.setFrom(from);
            mail.setRecipient(jakarta.mail.Message.RecipientType.TO, to);
            mail.setSubject(oneLine(subject(message)), UTF_8);
            mail.setSentDate(Date.from(message.createdAt()));
            // So that no robot answers.
            mail.setHeader("Auto-Submitted", "auto-generated");
            mail.setHeader("X-Priority", test ? "3" : "1");
            if (!test) {
                mail.setHeader("Importance", "high");
            }
            mail.setText(text(message), UTF_8);
            // Its lines are short and of seven bits, whatever names are made of.
            mail.setHeader("Content-Transfer-Encoding", "base64");
            mail.saveChanges();
            return mail;
        } catch (MessagingException e) {
            throw new IllegalStateException("cannot write message " + message.key() + " as e-mail", e);
        }
    }

    /** What stands after the @ of the sender's address. */
    String domain() {
        String address = from.getAddress();
        return address.substring(address.indexOf('@') + 1);
    }

    String sender() {
        return from.getAddress();
    }

    /**
     * An address, alone and in full.
     *
     * @throws IllegalArgumentException if it is none; the message leaves it out
     */
    static InternetAddress mailbox(String written) {
        try {
            InternetAddress address = new InternetAddress(written, true);
            if (address.getAddress().equals(written) && written.matches("[\\x21-\\x7e]+@[\\x21-\\x7e]+")) {
                return address;
            }
        } catch (AddressException e) {
            throw new IllegalArgumentException("the e-mail address in the registry is none", e);
        }
        throw new IllegalArgumentException("the e-mail address in the registry is none");
    }

    /** Shown on locked screens: it names nobody. */
    private static String subject(Message message) {
        boolean english = message.language().equals("en");
        String head = (english ? "[Kanhu] " : "【看护】") + message.words().what();
        if (message.alertId() == 0) {
            return head;
        }
        return head + (english ? ", case " : " 编号") + message.alertId();
    }

    /** What a text message says, and where the page is. Family have no page. */
    private String text(Message message) {
        String said = message.words().text();
        boolean worker = message.to().workerId() != null;
        return page.filter(address -> worker)
                .map(address -> said + "\n\n"
                        + address.resolve(message.alertId() == 0 ? "/" : "/?alert=" + message.alertId()) + "\n")
                .orElse(said + "\n");
    }

    /** A header is one line: who could put a second one into it could write to others. */
    private static String oneLine(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
        return line.codePointCount(0, line.length()) <= LONGEST_SUBJECT
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST_SUBJECT));
    }

    /** Keeps the id that it is given. */
    private static final class WithId extends MimeMessage {
        private final String id;

        WithId(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
