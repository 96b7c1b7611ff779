package io.kanhu.simulator.load;

import io.kanhu.simulator.band.Credentials;
import io.kanhu.simulator.load.Mix.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Queue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One band under load. Everything runs on its event loop. What is not acknowledged when a connection ends is sent again on the next
 * one, with the same time stamp, and its clock goes on from the moment it was first due.
 */
final class LoadedBand extends ChannelInboundHandlerAdapter {
    private static final int CONNACK = 0x20;
    private static final int PUBACK = 0x40;
    private static final int PACKET_BYTES = 4;
    private static final int KEEP_ALIVE_SECONDS = 600;
    private static final long ANSWERED = Long.MIN_VALUE;
    private static final long NOT_CONNECTING = 0;
    private static final int[] NONE = {0};

    private final int number;
    private final Credentials credentials;
    private final LoadOptions options;
    private final LoadFigures figures;
    private final Payload payload;
    private final byte[] topic;
    private final int mask;
    private final long[] due;
    private final long[] millis;
    private final EnumMap<Kind, int[]> acknowledged = new EnumMap<>(Kind.class);
    private final Queue<Long> waiting = new ArrayDeque<>(0);

    private @Nullable Channel channel;
    private @Nullable ByteBuf rest;
    private boolean open;
    private boolean connected;
    private boolean sending;
    private long connectingSince;
    private long lastMillis;
    private int next;
    private int oldest;

    LoadedBand(int number, Credentials credentials, LoadOptions options, LoadFigures figures, Payload payload) {
        this.number = number;
        this.credentials = credentials;
        this.options = options;
        this.figures = figures;
        this.payload = payload;
        this.topic =
                Packets.bytes("kanhu/v1/" + credentials.band() + (options.mix() == Mix.SOS ? "/sos" : "/telemetry"));
        int slots = Integer.highestOneBit(Math.max(1, options.window() * 2 - 1));
        this.mask = slots - 1;
        this.due = new long[slots];
        this.millis = new long[slots];
    }

    Credentials credentials() {
        return credentials;
    }

    int number() {
        return number;
    }

    /** Whether it neither has a connection nor is getting one. */
    boolean isGone() {
        return channel == null && connectingSince == NOT_CONNECTING;
    }

    int inFlight() {
        return next - oldest + waiting.size();
    }

    /** Messages of a kind that were sent at least once. */
    int sent(Kind kind) {
        return (int) IntStream.range(0, next)
                .filter(message -> options.mix().kindOf(number, message) == kind)
                .count();
    }

    int acknowledged(Kind kind) {
        return acknowledged.getOrDefault(kind, NONE)[0];
    }

    void connecting(long nanos) {
        connectingSince = nanos;
    }

    void notConnected() {
        connectingSince = NOT_CONNECTING;
    }

    /** From now on every acknowledged message is followed by the next at once. */
    void fill(boolean on) {
        sending = on;
        if (on && open) {
            while (next - oldest < options.window()) {
                send(System.nanoTime());
            }
            flush();
        }
    }

    /** A message is due, whether or not it can be sent now. */
    void due(long nanos) {
        if (open && next - oldest < options.window()) {
            send(nanos);
            flush();
        } else {
            waiting.add(nanos);
        }
    }

    void close() {
        Channel ending = channel;
        if (ending != null) {
            open = false;
            var unused = ending.close();
        }
    }

    @Override
    public boolean isSharable() {
        // One band, one channel after the other.
        return true;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        var unused = context.writeAndFlush(
                Packets.connect(
                        context.alloc(),
                        credentials.band() + options.clientIdSuffix(),
                        credentials.band(),
                        credentials.secret(),
                        KEEP_ALIVE_SECONDS),
                context.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (rest != null) {
            in = context.alloc().buffer().writeBytes(rest).writeBytes(in);
            rest.release();
            ((ByteBuf) message).release();
            rest = null;
        }
        while (in.readableBytes() >= PACKET_BYTES) {
            int type = in.readUnsignedByte();
            in.skipBytes(1);
            int word = in.readUnsignedShort();
            if (type == PUBACK) {
                puback(word);
            } else if (type == CONNACK) {
                connack(word);
            }
        }
        if (in.isReadable()) {
            rest = context.alloc().buffer(PACKET_BYTES).writeBytes(in);
        }
        in.release();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (rest != null) {
            rest.release();
            rest = null;
        }
        if (open) {
            open = false;
            figures.lostConnection();
        }
        if (connected) {
            connected = false;
            figures.disconnected();
        }
        channel = null;
        connectingSince = NOT_CONNECTING;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var unused = context.close();
    }

    private void connack(int word) {
        if ((word & 0xFF) != 0) {
            figures.refused();
            return;
        }
        open = true;
        connected = true;
        figures.connected(System.nanoTime() - connectingSince);
        for (int message = oldest; message < next; message++) {
            if (due[message & mask] != ANSWERED) {
                write(message, true);
            }
        }
        if (sending) {
            while (next - oldest < options.window()) {
                send(System.nanoTime());
            }
        }
        catchUp();
    }

    private void puback(int packetId) {
        long now = System.nanoTime();
        for (int message = oldest; message < next; message++) {
            if (packetIdOf(message) == packetId && due[message & mask] != ANSWERED) {
                figures.acknowledged(now - due[message & mask], message == oldest);
                acknowledged.computeIfAbsent(options.mix().kindOf(number, message), kind -> new int[1])[0]++;
                due[message & mask] = ANSWERED;
                break;
            }
        }
        while (oldest < next && due[oldest & mask] == ANSWERED) {
            oldest++;
        }
        if (sending && next - oldest < options.window()) {
            send(now);
        }
        catchUp();
    }

    private void catchUp() {
        while (!waiting.isEmpty() && open && next - oldest < options.window()) {
            send(waiting.remove());
        }
    }

    private void send(long dueAt) {
        int message = next++;
        due[message & mask] = dueAt;
        // Every message has a moment of its own, which is its key.
        lastMillis = Math.max(lastMillis + 1, System.currentTimeMillis());
        millis[message & mask] = lastMillis;
        write(message, false);
    }

    private void write(int message, boolean again) {
        Channel to = channel;
        if (to != null) {
            payload.write(options.mix().kindOf(number, message), millis[message & mask]);
            var unused = to.write(
                    Packets.publish(to.alloc(), topic, packetIdOf(message), again, payload.bytes(), payload.length()),
                    to.voidPromise());
        }
    }

    private void flush() {
        if (channel != null) {
            channel.flush();
        }
    }

    private static int packetIdOf(int message) {
        return message % 0xFFFF + 1;
    }
}
