package io.kanhu.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.kanhu.ingest.BandClient;
import io.kanhu.ingest.Frames;
import io.kanhu.ingest.Neighbourhood;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bands that know their secret and not the protocol. */
class NonsenseIT {
    private static final int UNKNOWN_VERSION = 9;
    private static final byte UNKNOWN_REASON = 0x55;

    @Test
    void whatABandSaysAgainstTheProtocolIsNoErrorOfOurs() throws IOException {
        try (OpenGateway open = OpenGateway.with("b1")) {
            byte[] hello = Frames.connect(5, "b1", "b1", Neighbourhood.secretOf("b1"));
            List<ILoggingEvent> logged = Logged.during(() -> {
                tell(open.port(), hello, hello, hello);
                tell(open.port(), hello, new byte[] {0x40, 3, 0, 1, UNKNOWN_REASON}, Frames.disconnect());
            });
            assertThat(logged).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
        }
    }

    @Test
    void aBandThatEndsWithASecondHelloOfAnUnknownVersionDoesNotKeepCommandsFromItsOtherConnection() throws Exception {
        try (OpenGateway open = OpenGateway.with("b1")) {
            tell(
                    open.port(),
                    Frames.connect(5, "strange", "b1", Neighbourhood.secretOf("b1")),
                    Frames.subscribe(5, 1, "kanhu/v1/b1/command"),
                    Frames.connect(UNKNOWN_VERSION, "strange", "b1", "never looked at"));
            try (BandClient band = BandClient.connect(open.port(), "b1")) {
                band.subscribe("kanhu/v1/b1/command");
                await().until(() -> open.gateway()
                        .send("b1", "{}".getBytes(StandardCharsets.UTF_8))
                        .toCompletableFuture()
                        .join());
            }
        }
    }

    /** Says all of it and reads until the server ends the connection. */
    private static void tell(int port, byte[]... packets) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] packet : packets) {
            all.writeBytes(packet);
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(all.toByteArray());
            socket.getInputStream().readAllBytes();
        }
    }
}
