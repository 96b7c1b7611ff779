package io.kanhu.alerting.channel.email;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A submission server as RFC 5321 and 6409 have it: it says nothing useful before STARTTLS, knows one user, takes mails up to a size and so many
 * in all. Each connection is a {@link MailTalk}. It can lose the reply to a mail, never give one, or give one that is wished for.
 */
final class FakeMailServer implements AutoCloseable {
    static final String USER = "kanhu";
    static final String PASSWORD = "mail-secret";
    static final String STRANGER = "nobody@example.org";

    /** What becomes of the answer to the next mail. */
    enum Mood {
        ANSWERS,
        LOSES_THE_REPLY,
        NEVER_ANSWERS
    }

    private final ServerSocket listening;
    private final @Nullable SSLContext certificate;
    private final boolean encryptsFirst;
    private final ConcurrentLinkedQueue<Mood> moods = new ConcurrentLinkedQueue<>();
    private final Map<String, ConcurrentLinkedQueue<String>> wished = new ConcurrentHashMap<>();
    private final List<String> mails = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Semaphore closing = new Semaphore(0);
    private final AtomicInteger greeted = new AtomicInteger();
    private volatile int mostConnections = Integer.MAX_VALUE;

    /**
     * Listens.
     *
     * @param certificate {@code null} for a server that cannot encrypt and asks for no password
     * @param encryptsFirst whether it encrypts from the first byte, in place of STARTTLS
     */
    FakeMailServer(@Nullable SSLContext certificate, boolean encryptsFirst) {
        this.certificate = certificate;
        this.encryptsFirst = encryptsFirst;
        try {
            listening = certificate != null && encryptsFirst
                    ? certificate.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress())
                    : new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("fake-mail-server").start(this::listen);
    }

    int port() {
        return listening.getLocalPort();
    }

    void willBe(Mood... next) {
        moods.addAll(List.of(next));
    }

    /** In place of the usual answer to the next such command ({@code RCPT}, {@code DATA}, {@code .} for the mail itself …). */
    void willAnswer(String command, String answer) {
        wished.computeIfAbsent(command, key -> new ConcurrentLinkedQueue<>()).add(answer);
    }

    /** Those after so many are turned away. */
    void takesConnections(int most) {
        mostConnections = most;
    }

    /** What it has taken, as it came. */
    List<String> mails() {
        return mails;
    }

    /** What was not as it should be. */
    List<String> complaints() {
        return complaints;
    }

    /** The first words of what it was told. */
    List<String> commands() {
        return commands;
    }

    @Nullable
    String wish(String command) {
        ConcurrentLinkedQueue<String> wishes = wished.get(command);
        return wishes == null ? null : wishes.poll();
    }

    boolean isFull() {
        return greeted.incrementAndGet() > mostConnections;
    }

    Mood mood() {
        Mood next = moods.poll();
        return next == null ? Mood.ANSWERS : next;
    }

    void told(String command) {
        commands.add(command);
    }

    void complain(String what) {
        complaints.add(what);
    }

    void take(String mail) {
        mails.add(mail);
    }

    /** Until it closes. */
    void sayNothing() {
        closing.acquireUninterruptibly();
    }

    private void listen() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                open.add(socket);
                Thread.startVirtualThread(() -> {
                    try (socket) {
                        new MailTalk(this, socket, certificate, encryptsFirst).hold();
                    } catch (IOException e) {
                        // Whoever hangs up, or believes no certificate, is gone.
                        told("(gone)");
                    }
                });
            } catch (IOException e) {
                return;
            }
        }
    }

    @Override
    public void close() {
        closing.release(1_000);
        try {
            listening.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
