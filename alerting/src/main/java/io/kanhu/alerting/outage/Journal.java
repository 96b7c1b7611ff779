package io.kanhu.alerting.outage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of lines that are on the disk when an append returns: a checksum and a flat JSON object each. What a crash left half
 * written at the end is cut off at the next start. Readable by its owner alone. One thread.
 */
final class Journal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final JsonFactory JSON = new JsonFactory();
    private static final int CHECKSUM_CHARACTERS = 8;

    private final Path file;
    private final FileChannel channel;
    private final List<Map<String, String>> found = new ArrayList<>();
    /** Up to here all is whole. */
    private long whole;

    private Journal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Opens it, made if it is missing, and reads what it holds. */
    static Journal open(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Journal journal = new Journal(file, FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
        try {
            journal.read();
        } catch (IOException e) {
            journal.close();
            throw e;
        }
        return journal;
    }

    /** What it held when it was opened, oldest first. */
    List<Map<String, String>> found() {
        return found;
    }

    /** Writes lines, all or none, and returns when they are on the disk. */
    void append(List<Map<String, String>> records) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Map<String, String> entry : records) {
            bytes.writeBytes(line(entry));
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
        // What an append that failed has left behind goes first, or nothing after it could be read.
        channel.truncate(whole);
        channel.position(whole);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        channel.force(false);
        whole += bytes.size();
    }

    /** Nothing of it is needed any more. */
    void clear() throws IOException {
        whole = 0;
        channel.truncate(0);
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void read() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                Optional<Map<String, String>> entry = parsed(new String(bytes, from, i - from, StandardCharsets.UTF_8));
                if (entry.isEmpty()) {
                    break;
                }
                found.add(entry.get());
                from = i + 1;
            }
        }
        whole = from;
        if (whole < bytes.length) {
            LOG.warn(
                    "the journal of calls ends in the middle of a line, which is cut off file={} bytes={}",
                    file,
                    bytes.length - whole);
            channel.truncate(whole);
        }
    }

    private static byte[] line(Map<String, String> entry) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, String> field : entry.entrySet()) {
                json.writeStringField(field.getKey(), field.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write JSON into memory", e);
        }
        return (checksum(text.toString()) + " " + text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<Map<String, String>> parsed(String line) {
        if (line.length() < CHECKSUM_CHARACTERS + 1
                || !line.substring(0, CHECKSUM_CHARACTERS).equals(checksum(line.substring(CHECKSUM_CHARACTERS + 1)))) {
            return Optional.empty();
        }
        Map<String, String> entry = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(line.substring(CHECKSUM_CHARACTERS + 1))) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                entry.put(name, json.getText());
            }
        } catch (IOException e) {
            // The checksum fits, so this is what somebody wrote by hand.
            return Optional.empty();
        }
        return Optional.of(entry);
    }

    private static String checksum(String text) {
        CRC32C sum = new CRC32C();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", sum.getValue());
    }
}
