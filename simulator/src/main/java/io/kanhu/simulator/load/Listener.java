package io.kanhu.simulator.load;

import io.kanhu.simulator.band.CannotRun;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Subscribes at a broker, acknowledges whatever comes and forgets it. */
final class Listener extends SimpleChannelInboundHandler<ByteBuf> implements AutoCloseable {
    private static final int TYPE = 0xF0;
    private static final int CONNACK = 0x20;
    private static final int PUBLISH = 0x30;
    private static final int SUBACK = 0x90;
    private static final int KEEP_ALIVE_SECONDS = 600;
    private static final int ACCEPTED = 0;

    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final CountDownLatch subscribed = new CountDownLatch(1);
    private final String user;
    private final String password;
    private final String topic;
    private @Nullable ByteBuf rest;
    private volatile long heard;

    private Listener(String user, String password, String topic) {
        this.user = user;
        this.password = password;
        this.topic = topic;
    }

    /** Returns when it is subscribed. */
    static Listener connect(int port, String user, String password, String topic) throws InterruptedException {
        Listener listener = new Listener(user, password, topic);
        new Bootstrap()
                .group(listener.loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(listener)
                .connect("127.0.0.1", port)
                .sync();
        if (!listener.subscribed.await(10, TimeUnit.SECONDS)) {
            listener.close();
            throw new CannotRun("the broker at port " + port + " does not let " + user + " listen");
        }
        return listener;
    }

    /** Messages so far. Any thread. */
    long heard() {
        return heard;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        var unused =
                context.writeAndFlush(Packets.connect(context.alloc(), "listener", user, password, KEEP_ALIVE_SECONDS));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
        ByteBuf in = message.retain();
        ByteBuf before = rest;
        if (before != null) {
            in = context.alloc().buffer().writeBytes(before).writeBytes(message);
            before.release();
            message.release();
            rest = null;
        }
        ByteBuf answers = context.alloc().ioBuffer();
        while (takePacket(context, in, answers)) {}
        var unused = context.writeAndFlush(answers);
        if (in.isReadable()) {
            rest = context.alloc().buffer().writeBytes(in);
        }
        in.release();
    }

    /** Reads one packet; false, and nothing read, if it is not all there. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    private boolean takePacket(ChannelHandlerContext context, ByteBuf in, ByteBuf answers) {
        int start = in.readerIndex();
        if (in.readableBytes() < 2) {
            return false;
        }
        int type = in.readUnsignedByte() & TYPE;
        int length = Packets.readLength(in);
        if (length < 0 || in.readableBytes() < length) {
            in.readerIndex(start);
            return false;
        }
        ByteBuf body = in.readSlice(length);
        switch (type) {
            case PUBLISH -> {
                body.skipBytes(body.readUnsignedShort());
                Packets.puback(answers, body.readUnsignedShort());
                heard++;
            }
            case CONNACK -> {
                if (body.getUnsignedByte(1) == ACCEPTED) {
                    var unused = context.writeAndFlush(Packets.subscribe(context.alloc(), topic));
                }
            }
            case SUBACK -> subscribed.countDown();
            default -> {}
        }
        return true;
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
