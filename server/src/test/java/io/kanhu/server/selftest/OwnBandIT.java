package io.kanhu.server.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The band of the self-test at a server that is in trouble. */
class OwnBandIT {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @Test
    void aServerThatDoesNotAnswerIsLeftAloneAndNoConnectionStaysBehind() throws IOException {
        Vertx vertx = Vertx.vertx();
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            OwnBand band = new OwnBand(
                    new SelfTest.Door(vertx, "127.0.0.1", silent.getLocalPort()),
                    new Understudy("selftest-1", "secret", 1),
                    PATIENCE);
            assertThatThrownBy(band::connect)
                    .isInstanceOf(SelfTestFailed.class)
                    .hasMessage("the band cannot connect within 1 s");
            band.close();
            try (Socket left = silent.accept()) {
                left.setSoTimeout(5_000);
                assertThat(left.getInputStream().readAllBytes())
                        .as("its CONNECT, and then the end")
                        .isNotEmpty();
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
