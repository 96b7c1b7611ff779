package io.kanhu.alerting.channel.email;

import io.kanhu.alerting.channel.email.FakeMailServer.Mood;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One connection to a {@link FakeMailServer}. */
final class MailTalk {
    private static final int MOST_BYTES = 20_000;
    private static final int LONGEST_LINE = 998;

    private final FakeMailServer server;
    private final @Nullable SSLContext certificate;
    private final boolean needsLogin;
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private boolean encrypted;
    private boolean loggedIn;
    private boolean eightBits;
    private String sender = "";
    private String recipient = "";

    MailTalk(FakeMailServer server, Socket socket, @Nullable SSLContext certificate, boolean encryptsFirst)
            throws IOException {
        this.server = server;
        this.socket = socket;
        this.certificate = certificate;
        this.needsLogin = certificate != null;
        this.encrypted = encryptsFirst;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    void hold() throws IOException {
        if (server.isFull()) {
            say("421 4.7.0 too many connections");
            return;
        }
        say("220 mail.example.org ESMTP");
        while (true) {
            String line = line();
            String command = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
            server.told(command);
            String wished = command.equals("DATA") ? null : server.wish(command);
            if (wished != null) {
                say(wished);
            } else if (command.equals("QUIT")) {
                say("221 2.0.0 bye");
                return;
            } else {
                answer(command, line);
            }
        }
    }

    private void answer(String command, String line) throws IOException {
        switch (command) {
            case "EHLO" -> greet();
            case "STARTTLS" -> encrypt();
            case "AUTH" -> logIn(line);
            case "MAIL" -> from(line);
            case "RCPT" -> to(line);
            case "DATA" -> data();
            case "RSET", "NOOP" -> say("250 2.0.0 ok");
            default -> say("502 5.5.1 unknown command");
        }
    }

    private void greet() throws IOException {
        say("250-mail.example.org");
        if (certificate != null && !encrypted) {
            say("250-STARTTLS");
        }
        if (needsLogin && encrypted) {
            say("250-AUTH LOGIN PLAIN");
        }
        say("250-8BITMIME");
        say("250 SIZE " + MOST_BYTES);
    }

    private void encrypt() throws IOException {
        if (certificate == null || encrypted) {
            say("502 5.5.1 not here");
            return;
        }
        say("220 2.0.0 go ahead");
        SSLSocket tls = (SSLSocket) certificate
                .getSocketFactory()
                .createSocket(socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
        tls.setUseClientMode(false);
        tls.startHandshake();
        socket = tls;
        in = new BufferedInputStream(tls.getInputStream());
        out = tls.getOutputStream();
        encrypted = true;
    }

    private void logIn(String line) throws IOException {
        if (!encrypted) {
            server.complain("a password for everybody to read");
            say("538 5.7.11 encryption required");
            return;
        }
        String[] words = line.split(" ", -1);
        String said;
        if (words[1].equalsIgnoreCase("PLAIN")) {
            said = decoded(words.length > 2 ? words[2] : asked(""));
        } else {
            said = "\0" + decoded(words.length > 2 ? words[2] : asked("VXNlcm5hbWU6")) + "\0"
                    + decoded(asked("UGFzc3dvcmQ6"));
        }
        String right = "\0" + FakeMailServer.USER + "\0" + FakeMailServer.PASSWORD;
        // Whoever logs in may say for whom: for themselves alone, here.
        loggedIn = said.equals(right) || said.equals(FakeMailServer.USER + right);
        say(loggedIn ? "235 2.7.0 welcome" : "535 5.7.8 " + FakeMailServer.USER + " has another password");
    }

    private String asked(String question) throws IOException {
        say("334 " + question);
        return line();
    }

    private static String decoded(String text) {
        return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }

    private void from(String line) throws IOException {
        if (needsLogin && !loggedIn) {
            say("530 5.7.0 authentication required");
            return;
        }
        eightBits = line.toUpperCase(Locale.ROOT).contains("BODY=8BITMIME");
        sender = line;
        say("250 2.1.0 ok");
    }

    private void to(String line) throws IOException {
        if (line.contains(FakeMailServer.STRANGER)) {
            say("550 5.1.1 <" + FakeMailServer.STRANGER + "> is unknown here");
            return;
        }
        if (!recipient.isEmpty()) {
            server.complain("a second recipient: " + line);
        }
        recipient = line;
        say("250 2.1.5 ok");
    }

    private void data() throws IOException {
        if (sender.isEmpty() || recipient.isEmpty()) {
            say("503 5.5.1 who to whom?");
            return;
        }
        say("354 end with a dot");
        StringBuilder mail = new StringBuilder();
        for (String line = line(); !line.equals("."); line = line()) {
            check(line);
            mail.append(line.startsWith(".") ? line.substring(1) : line).append('\n');
        }
        Mood mood = server.mood();
        String wished = server.wish(".");
        if (mood == Mood.NEVER_ANSWERS) {
            server.sayNothing();
        }
        if (wished == null && mail.length() > MOST_BYTES) {
            wished = "552 5.3.4 too large";
        }
        if (wished == null) {
            server.take(mail.toString());
        }
        if (mood == Mood.LOSES_THE_REPLY) {
            socket.close();
            throw new EOFException("the reply is lost");
        }
        say(wished == null ? "250 2.0.0 Ok: queued as 4Xq7" + server.mails().size() : wished);
    }

    private void check(String line) {
        if (line.getBytes(StandardCharsets.ISO_8859_1).length > LONGEST_LINE) {
            server.complain("a line of " + line.length());
        }
        if (!eightBits && line.chars().anyMatch(letter -> letter > 126)) {
            server.complain("eight bits: " + line);
        }
    }

    private void say(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** A line, each byte a letter; one that ends with anything but CR and LF is complained of. */
    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int last = -1;
        for (int next = in.read(); ; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the client has gone");
            }
            if (next == '\n') {
                if (last != '\r') {
                    server.complain("a line that ends without CR");
                }
                String text = line.toString(StandardCharsets.ISO_8859_1);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            line.write(next);
            last = next;
        }
    }
}
