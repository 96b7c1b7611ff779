package io.kanhu.ingest.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatheredOutputTest {
    /** What went to the system, one entry a call. */
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

    private final OutputStream system = new OutputStream() {
        @Override
        public void write(int oneByte) {
            throw new AssertionError("a byte by itself");
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            calls.add(new String(bytes, from, length, StandardCharsets.US_ASCII));
        }
    };

    @Test
    void whatIsFlushedGoesOutInOrderAndInFewCalls() throws IOException {
        StringBuilder expected = new StringBuilder();
        try (GatheredOutput out = new GatheredOutput(system)) {
            for (int packet = 0; packet < 1_000; packet++) {
                out.write(bytes(packet + ","));
                out.flush();
                expected.append(packet).append(',');
            }
            await().until(() -> String.join("", calls).contentEquals(expected));
        }
        assertThat(calls).hasSizeLessThan(500);
    }

    @Test
    void theLastWordsGoOutBeforeTheEnd() throws IOException {
        GatheredOutput out = new GatheredOutput(system);
        out.write(bytes("goodbye"));
        out.close();
        assertThat(calls).containsExactly("goodbye");
    }

    @Test
    void moreThanFitsIsWaitedFor() throws IOException {
        byte[] much = new byte[40_000];
        try (GatheredOutput out = new GatheredOutput(system)) {
            for (int i = 0; i < 10; i++) {
                out.write(much);
            }
        }
        assertThat(calls.stream().mapToInt(String::length).sum()).isEqualTo(400_000);
        assertThat(calls).allMatch(call -> call.length() < 110_000);
    }

    @Test
    void aConnectionThatHasFailedSaysSoAtTheNextWrite() {
        GatheredOutput out = new GatheredOutput(new OutputStream() {
            @Override
            public void write(int oneByte) throws IOException {
                throw new IOException("broken pipe");
            }
        });
        await().untilAsserted(() -> assertThatThrownBy(() -> {
                    out.write(bytes("x"));
                    out.flush();
                })
                .hasMessageContaining("broken pipe"));
        out.finish();
    }

    @Test
    void whatHasBeenReadAlreadyIsThereWithoutAsking() throws IOException {
        ByteArrayOutputStream asked = new ByteArrayOutputStream();
        ReadAhead in = new ReadAhead(new ByteArrayInputStream(bytes("four")) {
            @Override
            public synchronized int available() {
                asked.write(1);
                return super.available();
            }
        });
        assertThat(in.available()).isEqualTo(4);
        assertThat(in.read()).isEqualTo('f');
        assertThat(in.available()).isEqualTo(3);
        assertThat(asked.size()).isEqualTo(1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
