package io.kanhu.protocol;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the three shapes in which measurements come: the native one, ThingsBoard's and OwnTracks'. */
final class TelemetryReader {
    private final FieldReader in;
    private final Instant receivedAt;

    TelemetryReader(FieldReader in, Instant receivedAt) {
        this.in = in;
        this.receivedAt = receivedAt;
    }

    /** One report of one shape; the reader stands on the start of its object and is left on its end. */
    @FunctionalInterface
    private interface Shape {
        @Nullable
        Report read() throws IOException;
    }

    /** A report or an array of reports, each with its own {@code ts}. */
    @Nullable
    Telemetry readNative() throws IOException, MessageRefused {
        return oneOrMany(this::nativeReport);
    }

    /** {@code {"ts","values":{…}}}, or bare values, or an array of either. */
    @Nullable
    Telemetry readThingsBoard() throws IOException, MessageRefused {
        return oneOrMany(this::thingsBoardReport);
    }

    /** One message of {@code "_type":"location"}. */
    @Nullable
    Telemetry readOwnTracks() throws IOException, MessageRefused {
        in.openObject();
        ReportDraft draft = new ReportDraft();
        String type = null;
        for (String name = in.nextField(); name != null; name = in.nextField()) {
            switch (name) {
                case "_type" -> type = in.text();
                case "tst" -> draft.readTime(in, 1000);
                case "lat", "lon", "acc" -> draft.readFlatField(in, "", name);
                case "batt" -> draft.readField(in, name);
                default -> in.skip();
            }
        }
        if (!"location".equals(type)) {
            throw new MessageRefused(
                    Reason.MALFORMED,
                    "_type",
                    "Found " + (type == null ? "no _type" : "\"" + PlainText.of(type, 20) + "\"")
                            + ", expected \"location\"; of OwnTracks only unencrypted locations are read.");
        }
        Report report = draft.finish(in, "tst", receivedAt, null);
        return report == null ? null : new Telemetry(List.of(report));
    }

    private @Nullable Telemetry oneOrMany(Shape shape) throws IOException, MessageRefused {
        JsonToken token = in.next();
        if (token == JsonToken.START_OBJECT) {
            Report report = shape.read();
            return report == null ? null : new Telemetry(List.of(report));
        }
        if (token != JsonToken.START_ARRAY) {
            throw new MessageRefused(Reason.MALFORMED, "", "Expected a JSON object or an array of objects.");
        }
        return many(shape);
    }

    private @Nullable Telemetry many(Shape shape) throws IOException, MessageRefused {
        List<Report> reports = new ArrayList<>();
        int sent = 0;
        for (JsonToken token = in.next(); token != JsonToken.END_ARRAY; token = in.next()) {
            sent++;
            if (sent > Decoder.MAX_REPORTS) {
                throw new MessageRefused(
                        Reason.TOO_MANY_REPORTS,
                        "",
                        "More than " + Decoder.MAX_REPORTS + " reports in one message; send them in several.");
            }
            if (token != JsonToken.START_OBJECT) {
                in.refuseType("a report, which is an object");
                continue;
            }
            Report report = shape.read();
            if (report != null) {
                reports.add(report);
            }
        }
        if (sent == 0) {
            throw new MessageRefused(Reason.NOTHING_MEASURED, "", "The array holds no report.");
        }
        return reports.isEmpty() ? null : new Telemetry(reports);
    }

    private @Nullable Report nativeReport() throws IOException {
        ReportDraft draft = new ReportDraft();
        for (String name = in.nextField(); name != null; name = in.nextField()) {
            if (name.equals("ts")) {
                draft.readTime(in, 1);
            } else if (!draft.readField(in, name)) {
                in.skip();
            }
        }
        return draft.finish(in, "ts", receivedAt, null);
    }

    private @Nullable Report thingsBoardReport() throws IOException {
        ReportDraft draft = new ReportDraft();
        for (String name = in.nextField(); name != null; name = in.nextField()) {
            if (name.equals("ts")) {
                draft.readTime(in, 1);
            } else if (!name.equals("values")) {
                readThingsBoardValue(draft, "", name);
            } else if (in.entersObject()) {
                for (String inner = in.nextField(); inner != null; inner = in.nextField()) {
                    readThingsBoardValue(draft, "values.", inner);
                }
            }
        }
        return draft.finish(in, "ts", receivedAt, receivedAt);
    }

    private void readThingsBoardValue(ReportDraft draft, String parent, String name) throws IOException {
        if (!draft.readField(in, name) && !draft.readFlatField(in, parent, name)) {
            in.skip();
        }
    }
}
