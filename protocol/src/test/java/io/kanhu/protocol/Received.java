package io.kanhu.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** A payload and what became of it. All arrive at the same moment. */
record Received(Decoded decoded) {

    static final Instant AT = Instant.parse("2026-03-01T08:00:30Z");

    /** Half a minute before {@link #AT}: when a band with a right clock measured. */
    static final long TS = Instant.parse("2026-03-01T08:00:00Z").toEpochMilli();

    private static final Decoder DECODER = new Decoder();

    static Received of(Topic.Kind kind, byte[] payload) {
        return new Received(DECODER.decode(kind, payload, AT));
    }

    static Received of(Topic.Kind kind, String payload) {
        return of(kind, payload.getBytes(StandardCharsets.UTF_8));
    }

    /** A native report with the right time and these fields besides, such as {@code "hr":70}. */
    static Received report(String fields) {
        return of(Topic.Kind.TELEMETRY, "{\"ts\":" + TS + "," + fields + "}");
    }

    /** Like {@link #report}, with a battery beside the fields, so that something is left when they are refused. */
    static Received reportWithBattery(String fields) {
        return report("\"batt\":50," + fields);
    }

    static Received telemetry(String payload) {
        return of(Topic.Kind.TELEMETRY, payload);
    }

    static Received sos(String payload) {
        return of(Topic.Kind.SOS, payload);
    }

    static Received status(String payload) {
        return of(Topic.Kind.STATUS, payload);
    }

    static Received thingsBoard(String payload) {
        return of(Topic.Kind.THINGSBOARD, payload);
    }

    static Received ownTracks(String payload) {
        return of(Topic.Kind.OWNTRACKS, payload);
    }

    List<Report> reports() {
        if (decoded.message() instanceof Telemetry telemetry) {
            return telemetry.reports();
        }
        throw new AssertionError("no reports: " + decoded);
    }

    /** The only report of a telemetry message. */
    Report theReport() {
        assertThat(reports()).hasSize(1);
        return reports().getFirst();
    }

    Fix fix() {
        Fix fix = theReport().fix();
        if (fix == null) {
            throw new AssertionError("no position in " + decoded);
        }
        return fix;
    }

    SosPress press() {
        if (decoded.message() instanceof SosPress press) {
            return press;
        }
        throw new AssertionError("no press: " + decoded);
    }

    SosCancel cancel() {
        if (decoded.message() instanceof SosCancel cancel) {
            return cancel;
        }
        throw new AssertionError("no cancel: " + decoded);
    }

    StatusReport statusReport() {
        if (decoded.message() instanceof StatusReport status) {
            return status;
        }
        throw new AssertionError("no status: " + decoded);
    }

    /** Each refusal as its reason and place, such as {@code implausible hr}; a whole message is {@code malformed *}. */
    List<String> refusals() {
        return decoded.refusals().stream()
                .map(refusal -> refusal.reason().code() + " " + (refusal.where().isEmpty() ? "*" : refusal.where()))
                .toList();
    }

    /** All was taken. */
    Received whole() {
        assertThat(refusals()).isEmpty();
        return this;
    }

    /** Nothing was taken, for these reasons. */
    void isRefused(String... refusals) {
        assertThat(decoded.message()).isNull();
        assertThat(refusals()).containsExactly(refusals);
    }
}
