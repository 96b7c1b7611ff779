package io.kanhu.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A band that sends on and on and never reads what it is answered. Its messages are refused, because that answer is long. */
public final class DeafClient implements AutoCloseable {
    private static final int BURST = 200;
    private static final int RECEIVE_BUFFER = 4 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SocketChannel channel;
    private final Selector writable;
    private final String band;

    private DeafClient(SocketChannel channel, String band) throws IOException {
        this.channel = channel;
        this.band = band;
        this.writable = Selector.open();
        channel.register(writable, SelectionKey.OP_WRITE);
    }

    public static DeafClient connect(int port, String band, String secret) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.configureBlocking(false);
        DeafClient client = new DeafClient(channel, band);
        client.write(Frames.connect(5, band, band, secret));
        return client;
    }

    /** Sends so many messages as fast as the server reads them, or as many as it reads before it ends the connection. */
    public void send(int messages) {
        try {
            for (int sent = 0; sent < messages; sent += BURST) {
                if (!write(burst(sent))) {
                    return;
                }
            }
        } catch (IOException ended) {
            // Which is the server's right; whoever needs to know asks hasEnded().
            return;
        }
    }

    /** Whether the server has ended the connection. */
    public boolean hasEnded() {
        try {
            channel.write(ByteBuffer.wrap(Frames.ping()));
            return false;
        } catch (IOException ended) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        writable.close();
        channel.close();
    }

    private byte[] burst(int from) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // Seconds where milliseconds are due.
        byte[] payload = "{\"ts\":1772352000,\"hr\":70}".getBytes(StandardCharsets.UTF_8);
        for (int i = from; i < from + BURST; i++) {
            out.writeBytes(Frames.publish(5, "kanhu/v1/" + band + "/telemetry", i % 0xFFFF + 1, payload));
        }
        return out.toByteArray();
    }

    /** False if the server does not read. */
    private boolean write(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining() && writable.select(PATIENCE.toMillis()) > 0) {
            writable.selectedKeys().clear();
            channel.write(buffer);
        }
        return !buffer.hasRemaining();
    }
}
