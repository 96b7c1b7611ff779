package io.kanhu.server.fault;

import io.kanhu.ingest.Frames;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Clients that speak MQTT badly, by chance from a seed: frames damaged, cut, in the wrong order, their lengths wrong. */
final class Fuzz {
    private static final Path PAYLOADS = Path.of("../protocol/src/test/resources/golden");
    private static final int CLIENTS = 24;
    private static final int ADDRESSES = 16;
    private static final int PATIENCE_MILLIS = 60;
    private static final int MOST_FRAMES = 12;
    private static final byte[][] LENGTHS = {
        {0}, {1}, {127}, {(byte) 0x80, 1}, {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F}, {-1, -1, -1, -1, 1}, {-1, -1}
    };

    private final int port;
    private final List<JsonObject> bands;
    private final List<byte[]> payloads;

    Fuzz(int port, List<JsonObject> bands) {
        this.port = port;
        this.bands = bands;
        this.payloads = payloads();
    }

    /** Sends so many frames and returns when all clients have gone. */
    void send(long frames, long seed) {
        AtomicLong left = new AtomicLong(frames);
        AtomicLong number = new AtomicLong();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.execute(() -> {
                    while (left.get() > 0) {
                        long client = number.getAndIncrement();
                        left.addAndGet(-talk(new Random(seed * 1_000_003 + client), client));
                    }
                });
            }
        }
    }

    /** One connection; returns how many frames it sent. */
    private int talk(Random chance, long client) {
        JsonObject band = bands.get(chance.nextInt(bands.size()));
        int version = chance.nextBoolean() ? 5 : 4;
        int frames = 1 + chance.nextInt(MOST_FRAMES);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] hello = Frames.connect(version, "fuzz-" + client, band.getString("id"), band.getString("secret"));
        all.writeBytes(chance.nextInt(4) == 0 ? damaged(hello, chance) : hello);
        for (int i = 1; i < frames; i++) {
            byte[] frame = frame(version, band, chance);
            all.writeBytes(chance.nextInt(3) == 0 ? frame : damaged(frame, chance));
        }
        if (chance.nextBoolean()) {
            all.writeBytes(Frames.disconnect());
        }
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress("127.0.2." + (1 + client % ADDRESSES), 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            inPieces(socket, all.toByteArray(), chance);
            // Left with answers unread, the kernel would throw away what the server has not read either.
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException sentAway) {
            return frames;
        }
        return frames;
    }

    private byte[] frame(int version, JsonObject band, Random chance) {
        String own = "kanhu/v1/" + band.getString("id");
        int id = chance.nextInt(0x10000);
        return switch (chance.nextInt(10)) {
            case 0 -> Frames.subscribe(version, id, own + "/command");
            case 1 -> Frames.unsubscribe(version, id, own + "/command");
            case 2 -> Frames.ping();
            case 3 -> Frames.answer(0x40 + 0x10 * chance.nextInt(4), id);
            case 4 -> Frames.connect(version, "again", band.getString("id"), band.getString("secret"));
            default -> Frames.publish(version, topic(own, chance), id, payload(chance));
        };
    }

    private static String topic(String own, Random chance) {
        return switch (chance.nextInt(8)) {
            case 0 -> own + "/sos";
            case 1 -> own + "/status";
            case 2 -> "v1/devices/me/telemetry";
            case 3 -> "owntracks/" + own.substring(own.lastIndexOf('/') + 1) + "/phone";
            case 4 -> own + "/nonsense\u0000/#";
            default -> own + "/telemetry";
        };
    }

    private byte[] payload(Random chance) {
        byte[] payload = payloads.get(chance.nextInt(payloads.size()));
        return chance.nextBoolean() ? payload : damaged(payload, chance);
    }

    private static byte[] damaged(byte[] bytes, Random chance) {
        byte[] damaged = bytes.clone();
        if (damaged.length == 0) {
            return new byte[] {(byte) chance.nextInt()};
        }
        int place = chance.nextInt(damaged.length);
        return switch (chance.nextInt(8)) {
            case 0 -> {
                damaged[0] = (byte) chance.nextInt();
                yield damaged;
            }
            case 1 -> spliced(damaged, 1, Math.min(2, damaged.length), LENGTHS[chance.nextInt(LENGTHS.length)]);
            case 2 -> spliced(damaged, place, damaged.length, new byte[0]);
            case 3 -> spliced(damaged, place, place, new byte[] {(byte) chance.nextInt()});
            case 4 -> spliced(damaged, place, Math.min(damaged.length, place + 4), new byte[0]);
            case 5 -> spliced(damaged, place, place, damaged);
            default -> {
                damaged[place] ^= (byte) (1 << chance.nextInt(8));
                yield damaged;
            }
        };
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] with) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int begin = Math.min(from, bytes.length);
        int end = Math.max(begin, to);
        out.write(bytes, 0, begin);
        out.writeBytes(with);
        out.write(bytes, end, bytes.length - end);
        return out.toByteArray();
    }

    private static void inPieces(Socket socket, byte[] bytes, Random chance) throws IOException {
        for (int from = 0; from < bytes.length; ) {
            int to = Math.min(bytes.length, from + 1 + chance.nextInt(200));
            socket.getOutputStream().write(bytes, from, to - from);
            from = to;
        }
    }

    /** What real devices send, right and wrong. */
    private static List<byte[]> payloads() {
        try (Stream<Path> files = Files.walk(PAYLOADS)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .map(Fuzz::payloadIn)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] payloadIn(Path file) {
        try {
            String text = Files.readString(file);
            int from = text.indexOf("== payload\n") + "== payload\n".length();
            return text.substring(from, text.indexOf("\n== taken", from)).getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
