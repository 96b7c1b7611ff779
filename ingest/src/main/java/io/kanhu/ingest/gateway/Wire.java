package io.kanhu.ingest.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttIdentifierRejectedException;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packets of one TCP connection, both ways. It is read as long as its client reads, too: what we have to say to it does not pile up.
 *
 * <p>Everything here is on the connection's event loop, except what says otherwise.
 */
final class Wire extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Wire.class);

    private static final int MAX_CLIENT_ID = 64;
    private static final int HELLO_SECONDS = 20;
    /** So long a client may take to read why it is sent away. */
    private static final int FAREWELL_SECONDS = 10;

    /** Bytes to a client that does not take them: at most the one, and read again below the other. */
    private static final WriteBufferWaterMark PATIENCE = new WriteBufferWaterMark(8 * 1024, 32 * 1024);

    private static final int PUBACK = 0x40;
    private static final int PUBACK_BYTES = 4;

    private final ChannelHandlerContext ctx;
    private final BiConsumer<Wire, MqttConnectMessage> door;
    private final Answers answers;
    private final Future<?> helloDue;
    private @Nullable Connection connection;
    private @Nullable ByteBuf acknowledgements;
    private boolean version5;
    private boolean unflushed;
    private boolean ending;

    private Wire(ChannelHandlerContext ctx, BiConsumer<Wire, MqttConnectMessage> door, Answers answers) {
        this.ctx = ctx;
        this.door = door;
        this.answers = answers;
        this.helloDue = ctx.executor().schedule(this::close, HELLO_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Speaks MQTT from now on.
     *
     * @param door decides whether who says hello may come in
     * @param socket the handler that Vert.x has for its own; it hears that the connection ends, and nothing else
     */
    static void lay(
            ChannelHandlerContext socket,
            int maxPacketBytes,
            BiConsumer<Wire, MqttConnectMessage> door,
            Answers answers) {
        ChannelPipeline pipeline = socket.pipeline();
        socket.channel().config().setWriteBufferWaterMark(PATIENCE);
        pipeline.addBefore(socket.name(), "encoder", MqttEncoder.INSTANCE);
        pipeline.addBefore(socket.name(), "decoder", new MqttDecoder(maxPacketBytes, MAX_CLIENT_ID));
        pipeline.addBefore(socket.name(), "wire", new Wire(socket, door, answers));
    }

    /** Any thread. */
    EventLoop loop() {
        return ctx.channel().eventLoop();
    }

    /** Any thread. */
    Answers answers() {
        return answers;
    }

    SocketAddress from() {
        return ctx.channel().remoteAddress();
    }

    boolean isVersion5() {
        return version5;
    }

    boolean isEnding() {
        return ending;
    }

    /**
     * The band may come in.
     *
     * @param keepAlive seconds that it promises to be silent at most; half as long again is borne, for ever if it is 0
     */
    void accept(Connection accepted, int keepAlive, MqttProperties promises) {
        connection = accepted;
        if (keepAlive > 0) {
            ctx.pipeline()
                    .addBefore(
                            "decoder", "silence", new IdleStateHandler(keepAlive * 1500L, 0, 0, TimeUnit.MILLISECONDS));
        }
        write(Packets.connack(MqttConnectReturnCode.CONNECTION_ACCEPTED, promises));
    }

    void reject(MqttConnectReturnCode why) {
        part(Packets.connack(why, MqttProperties.NO_PROPERTIES));
    }

    void write(MqttMessage message) {
        joinAcknowledgements();
        ChannelFuture unused = ctx.write(message, ctx.voidPromise());
        unflushed = true;
    }

    /** A PUBACK that says yes: the shortest form is right in both versions, and several of them go in one piece. */
    void acknowledge(int id) {
        ByteBuf buffer = acknowledgements;
        if (buffer == null) {
            buffer = ctx.alloc().directBuffer(PUBACK_BYTES * 4);
            acknowledgements = buffer;
        }
        buffer.writeByte(PUBACK).writeByte(PUBACK_BYTES - 2).writeShort(id);
        unflushed = true;
    }

    void flush() {
        if (unflushed) {
            joinAcknowledgements();
            unflushed = false;
            ctx.flush();
        }
    }

    /** Ends the connection; a client that speaks MQTT 5 is told why. */
    void end(Ends why) {
        // 3.1.1 has no word for it.
        part(version5 ? Packets.disconnect(why.code()) : Unpooled.EMPTY_BUFFER);
    }

    @Override
    public void channelRead(ChannelHandlerContext here, Object message) {
        try {
            if (!ending) {
                handle((MqttMessage) message);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext here) {
        flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext here) {
        ctx.channel().config().setAutoRead(ctx.channel().isWritable());
    }

    @Override
    public void channelInactive(ChannelHandlerContext here) {
        ending = true;
        helloDue.cancel(false);
        if (acknowledgements != null) {
            acknowledgements.release();
            acknowledgements = null;
        }
        if (connection != null) {
            connection.over();
        }
        here.fireChannelInactive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext here, Object event) {
        if (event instanceof IdleStateEvent) {
            LOG.debug("nothing heard within the keep-alive from={}", from());
            end(Ends.SILENT);
        } else {
            here.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext here, Throwable error) {
        if (error instanceof DecoderException) {
            undecodable(error);
        } else if (error instanceof IOException) {
            LOG.debug("connection failed from={} why=\"{}\"", from(), error.getMessage());
            close();
        } else {
            LOG.error("a packet could not be handled from={}", from(), error);
            end(Ends.AGAINST_THE_PROTOCOL);
        }
    }

    private void handle(MqttMessage message) {
        if (message.decoderResult().isFailure()) {
            undecodable(message.decoderResult().cause());
        } else if (connection != null) {
            connection.heard(message);
        } else if (message instanceof MqttConnectMessage hello) {
            helloDue.cancel(false);
            version5 = hello.variableHeader().version() >= MqttVersion.MQTT_5.protocolLevel();
            door.accept(this, hello);
        } else {
            close();
        }
    }

    private void undecodable(Throwable error) {
        if (ending) {
            return;
        }
        if (connection != null) {
            connection.failed(error);
            end(error instanceof TooLongFrameException ? Ends.TOO_LARGE : Ends.MALFORMED);
        } else if (error instanceof MqttUnacceptableProtocolVersionException) {
            reject(MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION);
        } else if (error instanceof MqttIdentifierRejectedException) {
            reject(MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED);
        } else {
            LOG.debug("connection refused from={} why=\"{}\"", from(), error.getMessage());
            close();
        }
    }

    private void joinAcknowledgements() {
        ByteBuf buffer = acknowledgements;
        if (buffer != null) {
            acknowledgements = null;
            ChannelFuture unused = ctx.write(buffer, ctx.voidPromise());
        }
    }

    /**
     * The last thing to be said. What the client has on the way is read and passed over until it hangs up: whoever closes a connection with something unread resets it, and
     * the client may never see why.
     */
    private void part(Object last) {
        if (ending) {
            return;
        }
        joinAcknowledgements();
        unflushed = false;
        ending = true;
        ChannelFuture said = ctx.writeAndFlush(last).addListener((ChannelFuture done) -> {
            ChannelFuture unused = ((DuplexChannel) done.channel()).shutdownOutput();
        });
        Future<?> patience = loop().schedule(this::giveUp, FAREWELL_SECONDS, TimeUnit.SECONDS);
        said.channel().closeFuture().addListener(closed -> patience.cancel(false));
    }

    /** What waits to be sent would keep an ordinary close waiting. */
    private void giveUp() {
        ctx.channel().unsafe().closeForcibly();
        ChannelFuture unused = ctx.close();
    }

    /** Ends it without a word. */
    void close() {
        if (!ending) {
            ending = true;
            ChannelFuture unused = ctx.close();
        }
    }
}
