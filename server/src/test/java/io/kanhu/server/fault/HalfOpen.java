package io.kanhu.server.fault;

import io.kanhu.ingest.Frames;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** Connections that never become one: nothing is said, or not all of it. Spread over addresses, for want of ports. */
final class HalfOpen implements AutoCloseable {
    private static final int PER_ADDRESS = 2_500;

    private final List<SocketChannel> channels = new ArrayList<>();
    private final byte[] hello = Frames.connect(5, "half-open", "half-open", "nobody's secret");
    private final byte[] longHello = Frames.connect(4, "x".repeat(60_000), "half-open", "nobody's secret");
    private int dripped;

    /** Opens so many: of four one says nothing, two say half a CONNECT, one goes on to say it byte by byte. */
    void open(int port, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open();
            channels.add(channel);
            channel.bind(new InetSocketAddress("127.0.1." + (1 + i / PER_ADDRESS), 0));
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.configureBlocking(false);
            if (i % 4 != 0) {
                byte[] begun = i % 4 == 3 ? Arrays.copyOf(longHello, 1) : Arrays.copyOf(hello, 1 + i % 30);
                channel.write(ByteBuffer.wrap(begun));
            }
        }
    }

    /** Every fourth says its next byte. */
    void drip() throws IOException {
        dripped++;
        for (int i = 3; i < channels.size(); i += 4) {
            drip(channels.get(i));
        }
    }

    private void drip(SocketChannel channel) throws IOException {
        try {
            channel.write(ByteBuffer.wrap(longHello, dripped, 1));
        } catch (IOException closedByTheServer) {
            channel.close();
        }
    }

    /** How many the server has not closed yet. */
    int remaining() {
        ByteBuffer answer = ByteBuffer.allocate(16);
        Iterator<SocketChannel> all = channels.iterator();
        int remaining = 0;
        while (all.hasNext()) {
            if (isOpen(all.next(), answer.clear())) {
                remaining++;
            }
        }
        return remaining;
    }

    private static boolean isOpen(SocketChannel channel, ByteBuffer answer) {
        try {
            return channel.read(answer) >= 0;
        } catch (IOException reset) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }
}
