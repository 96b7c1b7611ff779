package io.kanhu.alerting.channel.email;

import io.kanhu.alerting.channel.Channel.Answer;
import io.kanhu.alerting.channel.Channel.Answer.Accepted;
import io.kanhu.alerting.channel.Channel.Answer.Later;
import io.kanhu.alerting.channel.Channel.Answer.Refused;
import io.kanhu.alerting.channel.Channel.Answer.TooMany;
import io.kanhu.alerting.channel.http.Exchange;
import io.kanhu.alerting.channel.http.Reply;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/**
 * What a mail server's answers mean (RFC 5321 section 4.2, RFC 3463 for the codes with dots). Its words are not repeated: they name addresses.
 */
final class SmtpAnswers {
    /** Nothing more is taken from us for now: too many connections, too many messages, or it goes down. */
    private static final int LEAVE_ALONE = 421;

    /** There is no such mailbox, or there never will be: 550, 551, 553 and 501. */
    private static final Set<Integer> NO_MAILBOX = Set.of(501, 550, 551, 553);

    /** This message is too large for it. */
    private static final int TOO_LARGE = 552;

    private static final String NOT_FOR_US = "will not send for us: check kanhu.channels.email.from";

    /** What servers call a message that they have taken: Postfix and many others, Exim, Sendmail. */
    private static final Pattern QUEUED =
            Pattern.compile("(?i)\\b(?:queued as|id=|queue-id|message-id:?)\\s*<?([A-Za-z0-9][\\w.+/=-]{3,99})"
                    + "|2\\.0\\.0 ([A-Za-z0-9]{8,40}) Message accepted");

    private static final Pattern DETAILED = Pattern.compile("^\\d{3}[ -](\\d\\.\\d{1,3}\\.\\d{1,3})\\b");
    private static final Pattern CODE = Pattern.compile("\\b([45]\\d\\d)\\b");

    private SmtpAnswers() {}

    /** Of a message that was taken, with these words. */
    static Answer taken(String words) {
        Matcher queued = QUEUED.matcher(words);
        return new Accepted(queued.find() ? Optional.ofNullable(queued.group(1)).orElse(queued.group(2)) : null);
    }

    /**
     * Of one that was not.
     *
     * @param lastCode what the server said last, -1 for nothing
     */
    static Answer failure(MessagingException error, int lastCode) {
        return switch (error) {
            case AuthenticationFailedException e ->
                new Later("the mail server takes neither user nor password", Duration.ZERO);
            case SMTPSenderFailedException e -> account(e.getReturnCode(), NOT_FOR_US);
            case SMTPSendFailedException e
            when e.getCommand().startsWith("MAIL") -> account(e.getReturnCode(), NOT_FOR_US);
            case SMTPSendFailedException e -> message(e);
            case SendFailedException e
            when address(e).isPresent() -> recipient(address(e).get());
            default -> connection(error, lastCode);
        };
    }

    private static Optional<SMTPAddressFailedException> address(SendFailedException error) {
        Exception next = error.getNextException();
        while (next instanceof MessagingException inner) {
            if (inner instanceof SMTPAddressFailedException found) {
                return Optional.of(found);
            }
            next = inner.getNextException();
        }
        return Optional.empty();
    }

    private static Answer recipient(SMTPAddressFailedException e) {
        String why = says(e.getReturnCode(), String.valueOf(e.getMessage()));
        return NO_MAILBOX.contains(e.getReturnCode()) ? new Refused(why) : account(e.getReturnCode(), why);
    }

    /** After the whole of it was sent, or while it was. */
    private static Answer message(SMTPSendFailedException e) {
        int code = e.getReturnCode();
        Optional<SMTPAddressFailedException> address = address(e);
        if (address.isPresent()) {
            return recipient(address.get());
        }
        if (code < 0) {
            return new Later("the mail server has gone without an answer", Duration.ZERO);
        }
        String why = says(code, String.valueOf(e.getMessage()));
        return NO_MAILBOX.contains(code) || code == TOO_LARGE ? new Refused(why) : account(code, why);
    }

    /** What somebody can mend while the message still matters is tried again. */
    private static Answer account(int code, String why) {
        return code == LEAVE_ALONE
                ? new TooMany("the mail server wants to be left alone: " + why, Reply.PAUSE)
                : new Later(why.startsWith("the mail server") ? why : "the mail server " + why, Duration.ZERO);
    }

    private static Answer connection(MessagingException error, int lastCode) {
        // A greeting that is none has its code in words only.
        int code = lastCode > 0
                ? lastCode
                : CODE.matcher(String.valueOf(error.getMessage()))
                        .results()
                        .map(MatchResult::group)
                        .mapToInt(Integer::parseInt)
                        .findFirst()
                        .orElse(-1);
        if (code >= 400) {
            return account(code, says(code, ""));
        }
        return new Later("no answer from the mail server: " + Exchange.why(root(error)), Duration.ZERO);
    }

    private static Throwable root(MessagingException error) {
        Exception next = error.getNextException();
        return next == null ? error : next;
    }

    private static String says(int code, String words) {
        Matcher detailed = DETAILED.matcher(words);
        return "the mail server answers " + code + (detailed.find() ? " " + detailed.group(1) : "");
    }
}
