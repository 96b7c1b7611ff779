package io.kanhu.simulator.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/** The few packets of MQTT 3.1.1 that a load speaks, written by hand: a generator must cost less than what it measures. */
final class Packets {
    private static final int CONNECT = 0x10;
    private static final int PUBLISH_QOS_1 = 0x32;
    private static final int PUBACK = 0x40;
    private static final int SUBSCRIBE = 0x82;
    private static final int DUPLICATE = 0x08;
    private static final int CLEAN_WITH_CREDENTIALS = 0b1100_0010;
    private static final int LENGTH_BITS = 7;

    private Packets() {}

    static ByteBuf connect(ByteBufAllocator memory, String clientId, String user, String password, int keepAlive) {
        byte[] id = bytes(clientId);
        byte[] name = bytes(user);
        byte[] secret = bytes(password);
        int length = 10 + 2 + id.length + 2 + name.length + 2 + secret.length;
        ByteBuf out = memory.ioBuffer(length + 5);
        out.writeByte(CONNECT);
        writeLength(out, length);
        field(out, bytes("MQTT"));
        out.writeByte(4).writeByte(CLEAN_WITH_CREDENTIALS).writeShort(keepAlive);
        field(out, id);
        field(out, name);
        field(out, secret);
        return out;
    }

    static ByteBuf publish(
            ByteBufAllocator memory, byte[] topic, int packetId, boolean again, byte[] payload, int payloadLength) {
        int length = 2 + topic.length + 2 + payloadLength;
        ByteBuf out = memory.ioBuffer(length + 5);
        out.writeByte(again ? PUBLISH_QOS_1 | DUPLICATE : PUBLISH_QOS_1);
        writeLength(out, length);
        field(out, topic);
        out.writeShort(packetId);
        return out.writeBytes(payload, 0, payloadLength);
    }

    static void puback(ByteBuf out, int packetId) {
        out.writeByte(PUBACK).writeByte(2).writeShort(packetId);
    }

    static ByteBuf subscribe(ByteBufAllocator memory, String topic) {
        byte[] filter = bytes(topic);
        ByteBuf out = memory.ioBuffer(filter.length + 10);
        out.writeByte(SUBSCRIBE);
        writeLength(out, 2 + 2 + filter.length + 1);
        out.writeShort(1);
        field(out, filter);
        return out.writeByte(1);
    }

    /** The length that a packet says; -1 if that is not all there. */
    static int readLength(ByteBuf in) {
        int length = 0;
        for (int shift = 0; in.isReadable() && shift <= 3 * LENGTH_BITS; shift += LENGTH_BITS) {
            int part = in.readUnsignedByte();
            length |= (part & (1 << LENGTH_BITS) - 1) << shift;
            if (part < 1 << LENGTH_BITS) {
                return length;
            }
        }
        return -1;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void field(ByteBuf out, byte[] bytes) {
        out.writeShort(bytes.length).writeBytes(bytes);
    }

    private static void writeLength(ByteBuf out, int length) {
        int rest = length;
        do {
            int low = rest & (1 << LENGTH_BITS) - 1;
            rest >>>= LENGTH_BITS;
            out.writeByte(rest > 0 ? low | 1 << LENGTH_BITS : low);
        } while (rest > 0);
    }
}
