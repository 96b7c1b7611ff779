package io.kanhu.ingest;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Packets as a client writes them, MQTT 3.1.1 (version 4) and 5; by hand, because they are there to be spoilt. */
public final class Frames {
    private static final int KEEP_ALIVE_SECONDS = 600;
    private static final int LENGTH_BITS = 7;

    private Frames() {}

    public static byte[] connect(int version, String clientId, String user, String secret) {
        return packet(0x10, out -> {
            out.writeUTF("MQTT");
            out.writeByte(version);
            // User name, password, clean session.
            out.writeByte(0xC2);
            out.writeShort(KEEP_ALIVE_SECONDS);
            noProperties(version, out);
            out.writeUTF(clientId);
            out.writeUTF(user);
            out.writeUTF(secret);
        });
    }

    /** With QoS 1. */
    public static byte[] publish(int version, String topic, int packetId, byte[] payload) {
        return packet(0x32, out -> {
            out.writeUTF(topic);
            out.writeShort(packetId);
            noProperties(version, out);
            out.write(payload);
        });
    }

    public static byte[] subscribe(int version, int packetId, String filter) {
        return packet(0x82, out -> {
            out.writeShort(packetId);
            noProperties(version, out);
            out.writeUTF(filter);
            out.writeByte(1);
        });
    }

    public static byte[] unsubscribe(int version, int packetId, String filter) {
        return packet(0xA2, out -> {
            out.writeShort(packetId);
            noProperties(version, out);
            out.writeUTF(filter);
        });
    }

    /** PUBACK, PUBREC, PUBREL or PUBCOMP, by the first byte. */
    public static byte[] answer(int first, int packetId) {
        return packet(first, out -> out.writeShort(packetId));
    }

    public static byte[] ping() {
        return packet(0xC0, out -> {});
    }

    public static byte[] disconnect() {
        return packet(0xE0, out -> {});
    }

    private static void noProperties(int version, DataOutputStream out) throws IOException {
        if (version == 5) {
            out.writeByte(0);
        }
    }

    @FunctionalInterface
    private interface Body {
        void write(DataOutputStream out) throws IOException;
    }

    private static byte[] packet(int first, Body body) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            body.write(new DataOutputStream(bytes));
            ByteArrayOutputStream packet = new ByteArrayOutputStream();
            packet.write(first);
            int rest = bytes.size();
            do {
                int low = rest & (1 << LENGTH_BITS) - 1;
                rest >>>= LENGTH_BITS;
                packet.write(rest > 0 ? low | 1 << LENGTH_BITS : low);
            } while (rest > 0);
            bytes.writeTo(packet);
            return packet.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
