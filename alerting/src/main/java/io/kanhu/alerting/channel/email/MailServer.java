package io.kanhu.alerting.channel.email;

import jakarta.mail.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;

/**
 * The server that takes our mail.
 *
 * @param login empty for a server that wants none
 * @param trust whose certificates are believed; empty for those of the platform
 */
public record MailServer(
        String host, int port, Security security, Optional<Login> login, Optional<SSLSocketFactory> trust) {

    /** How what is said is hidden from others. */
    public enum Security {
        /** Plain at first; nothing is said before it is encrypted. */
        STARTTLS,
        /** Encrypted from the first byte. */
        TLS,
        /** For a server that is reached without a network. */
        NONE
    }

    /** Who we are there. */
    public record Login(String user, String password) {
        /** Leaves out both. */
        @Override
        public String toString() {
            return "Login";
        }
    }

    /**
     * For connections to it.
     *
     * @param helo what we call ourselves
     * @param bounces where the server sends what it cannot deliver
     */
    Session session(Duration patience, String helo, String bounces) {
        Properties all = new Properties();
        all.put("mail.transport.protocol", "smtp");
        all.put("mail.smtp.host", host);
        all.put("mail.smtp.port", Integer.toString(port));
        all.put("mail.smtp.connectiontimeout", Long.toString(patience.toMillis()));
        // Writing has no time of its own, which would take a thread for each connection: the channel's patience ends
        // that.
        all.put("mail.smtp.timeout", Long.toString(patience.toMillis()));
        all.put("mail.smtp.localhost", helo);
        all.put("mail.smtp.from", bounces);
        all.put("mail.smtp.auth", Boolean.toString(login.isPresent()));
        all.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
        all.put("mail.smtp.starttls.enable", Boolean.toString(security == Security.STARTTLS));
        all.put("mail.smtp.starttls.required", Boolean.toString(security == Security.STARTTLS));
        all.put("mail.smtp.ssl.enable", Boolean.toString(security == Security.TLS));
        all.put("mail.smtp.ssl.checkserveridentity", "true");
        // Else the answer to QUIT is waited for, after the mail has been taken.
        all.put("mail.smtp.quitwait", "false");
        trust.ifPresent(factory -> {
            all.put("mail.smtp.ssl.socketFactory", factory);
            all.put("mail.smtp.ssl.socketFactory.fallback", "false");
        });
        return Session.getInstance(all);
    }

    /** Leaves out who we are there. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
