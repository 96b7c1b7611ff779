package io.kanhu.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.kanhu.ingest.Frames;
import io.kanhu.ingest.Neighbourhood;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A band that does not wait for its PUBACKs, and has more on the way when it is sent away. */
class SentAwayIT {
    private static final int SENT = 500;

    @Test
    void whatABandStillHadOnTheWayIsNoErrorOfOurs() throws IOException {
        // Nothing is acknowledged, and the fifth message is one too many.
        try (OpenGateway open = OpenGateway.thatStoresNothing(
                new GatewayOptions("127.0.0.1", 0, 1, 1, OpenGateway.QUOTA, Duration.ofMinutes(1)), "b1")) {
            List<ILoggingEvent> logged = Logged.during(() -> sendAllAndReadToTheEnd(open.port()));
            assertThat(logged)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .anyMatch(line -> line.contains("sent away") && line.contains("band=b1"));
            assertThat(logged).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
        }
    }

    private static void sendAllAndReadToTheEnd(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(Frames.connect(4, "b1", "b1", Neighbourhood.secretOf("b1")));
            // CONNACK: the door is open.
            assertThat(socket.getInputStream().readNBytes(4)).startsWith(0x20);
            byte[] report = "{\"hr\":72}".getBytes(StandardCharsets.UTF_8);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int id = 1; id <= SENT; id++) {
                all.write(Frames.publish(4, "kanhu/v1/b1/telemetry", id, report));
            }
            socket.getOutputStream().write(all.toByteArray());
            socket.getInputStream().readAllBytes();
        }
    }
}
