package io.kanhu.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kanhu.ingest.Neighbourhood;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A band that does not wait for its PUBACKs, and has more on the way when it is sent away. */
class SentAwayIT {
    private static final int SENT = 500;

    @Test
    void whatABandStillHadOnTheWayIsNoErrorOfOurs() throws IOException {
        // Nothing is acknowledged, and the fifth message is one too many.
        try (OpenGateway open =
                OpenGateway.thatStoresNothing(new GatewayOptions("127.0.0.1", 0, 1, 1, OpenGateway.QUOTA), "b1")) {
            List<ILoggingEvent> logged = logWhile(() -> sendAllAndReadToTheEnd(open.port()));
            assertThat(logged)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .anyMatch(line -> line.contains("sent away") && line.contains("band=b1"));
            assertThat(logged).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
        }
    }

    @FunctionalInterface
    private interface Talk {
        void run() throws IOException;
    }

    private static List<ILoggingEvent> logWhile(Talk talk) throws IOException {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        root.addAppender(appender);
        try {
            talk.run();
        } finally {
            root.detachAppender(appender);
        }
        return List.copyOf(appender.list);
    }

    private static void sendAllAndReadToTheEnd(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(connect());
            // CONNACK: the door is open.
            assertThat(socket.getInputStream().readNBytes(4)).startsWith(0x20);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int id = 1; id <= SENT; id++) {
                all.write(publish(id));
            }
            socket.getOutputStream().write(all.toByteArray());
            socket.getInputStream().readAllBytes();
        }
    }

    private static byte[] connect() throws IOException {
        return packet(0x10, out -> {
            out.writeUTF("MQTT");
            out.writeByte(4);
            // User name, password, clean session.
            out.writeByte(0xC2);
            out.writeShort(60);
            out.writeUTF("b1");
            out.writeUTF("b1");
            out.writeUTF(Neighbourhood.secretOf("b1"));
        });
    }

    private static byte[] publish(int id) throws IOException {
        return packet(0x32, out -> {
            out.writeUTF("kanhu/v1/b1/telemetry");
            out.writeShort(id);
            out.write("{\"hr\":72}".getBytes(StandardCharsets.UTF_8));
        });
    }

    @FunctionalInterface
    private interface Body {
        void write(DataOutputStream out) throws IOException;
    }

    /** A packet of MQTT 3.1.1 of less than 128 bytes. */
    private static byte[] packet(int type, Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        body.write(new DataOutputStream(bytes));
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(type);
        packet.write(bytes.size());
        packet.write(bytes.toByteArray());
        return packet.toByteArray();
    }
}
