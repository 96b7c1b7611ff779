package io.kanhu.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.simulator.band.Credentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FleetTest {
    private static final int BANDS = 5;

    @Test
    void aFleetEndsWhileItsBandsWaitForAServerThatSaysNothing() throws Exception {
        List<Socket> connected = Collections.synchronizedList(new ArrayList<>());
        try (ServerSocket silent = new ServerSocket(0, BANDS, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> acceptFrom(silent, connected));
            Fleet fleet = new Fleet(
                    new FleetOptions("127.0.0.1", silent.getLocalPort(), Duration.ofMillis(10)),
                    IntStream.range(0, BANDS)
                            .mapToObj(number -> new Credentials("b" + number, "secret", null))
                            .toList());
            await().until(() -> connected.size() == BANDS);
            Thread closing = Thread.ofPlatform().daemon().start(fleet::close);
            assertThat(closing.join(Duration.ofSeconds(60))).as("it has ended").isTrue();
        }
    }

    private static void acceptFrom(ServerSocket silent, List<Socket> connected) {
        try {
            while (true) {
                connected.add(silent.accept());
            }
        } catch (IOException closed) {
            Thread.currentThread().interrupt();
        }
    }
}
