package io.kanhu.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Kanhu says to a band, on {@link Topic#commandOf its command topic}. */
public sealed interface Command {

    /** Names this command across redeliveries: a band does a command once, however often it comes. */
    String id();

    /** The payload, in UTF-8. */
    byte[] toJson();

    /**
     * Words for the wearer, to be shown and spoken: "help is coming" is one.
     *
     * @param text in the wearer's language
     * @param language of the text, as in {@code zh-CN} (BCP 47)
     * @param alertId the alert it is about, or {@code null}
     */
    record Notice(
            String id,
            String text,
            String language,
            @Nullable Long alertId) implements Command {
        @Override
        public byte[] toJson() {
            return json(this, "notice", out -> {
                out.writeStringField("text", text);
                out.writeStringField("lang", language);
                if (alertId != null) {
                    out.writeNumberField("alert", alertId);
                }
            });
        }
    }

    /**
     * Measure now, and report.
     *
     * @param what fields of a report: {@code hr}, {@code bp}, {@code spo2}, {@code temp}; at least one
     */
    record Measure(String id, List<String> what) implements Command {
        private static final Set<String> MEASURABLE = Set.of("hr", "bp", "spo2", "temp");

        /** @throws IllegalArgumentException if {@code what} is empty or names something bands cannot measure */
        public Measure {
            what = List.copyOf(what);
            if (what.isEmpty() || !MEASURABLE.containsAll(what)) {
                throw new IllegalArgumentException(
                        "A band can be asked to measure some of " + MEASURABLE + ", not " + what + ": command " + id);
            }
        }

        @Override
        public byte[] toJson() {
            return json(this, "measure", out -> {
                out.writeArrayFieldStart("what");
                for (String field : what) {
                    out.writeString(field);
                }
                out.writeEndArray();
            });
        }
    }

    /** Find out where you are, and report. */
    record Locate(String id) implements Command {
        @Override
        public byte[] toJson() {
            return json(this, "locate", out -> {});
        }
    }

    /**
     * Report in other intervals from now on. What is {@code null} stays as it is.
     *
     * @param vitalsEvery between two measurements of the pulse
     * @param locationEvery between two positions
     */
    record Config(
            String id,
            @Nullable Duration vitalsEvery,
            @Nullable Duration locationEvery) implements Command {
        @Override
        public byte[] toJson() {
            return json(this, "config", out -> {
                if (vitalsEvery != null) {
                    out.writeNumberField("vitalsEverySeconds", vitalsEvery.toSeconds());
                }
                if (locationEvery != null) {
                    out.writeNumberField("locationEverySeconds", locationEvery.toSeconds());
                }
            });
        }
    }

    /** Writes what one type of command has beyond its id and type. */
    @FunctionalInterface
    interface Fields {
        void write(JsonGenerator out) throws IOException;
    }

    private static byte[] json(Command command, String type, Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (JsonGenerator out = Json.FACTORY.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("id", command.id());
            out.writeStringField("type", type);
            fields.write(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write command " + command.id() + " into memory", e);
        }
        return bytes.toByteArray();
    }
}
