package io.kanhu.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes decoded messages down for people to read: a line each for what was taken and for what was not. */
final class Transcript {
    private final List<String> lines = new ArrayList<>();

    private Transcript() {}

    static List<String> ofMessage(@Nullable BandMessage message) {
        Transcript transcript = new Transcript();
        switch (message) {
            case null -> transcript.lines.add("nothing");
            case Telemetry telemetry -> telemetry.reports().forEach(transcript::report);
            case SosPress press -> transcript.press(press);
            case SosCancel cancel -> transcript.cancel(cancel);
            case StatusReport status -> transcript.status(status);
        }
        return transcript.lines;
    }

    static List<String> ofRefusals(List<Refusal> refusals) {
        return refusals.stream()
                .map(refusal -> refusal.reason().code() + " at "
                        + (refusal.where().isEmpty() ? "(all)" : refusal.where()) + ": " + refusal.detail())
                .toList();
    }

    private void report(Report report) {
        lines.add("report of " + report.measuredAt());
        line("hr", report.heartRateBpm());
        BloodPressure pressure = report.bloodPressure();
        if (pressure != null) {
            line("bp.sys", pressure.systolicMmHg());
            line("bp.dia", pressure.diastolicMmHg());
        }
        line("spo2", report.spo2Percent());
        line("temp", report.temperatureCelsius());
        line("steps", report.steps());
        fix(report.fix());
        line("batt", report.batteryPercent());
        line("worn", report.worn());
        line("quality", report.qualityPercent());
    }

    private void press(SosPress press) {
        lines.add((press.isFullPress() ? "full press of " : "short press of ") + press.pressedAt());
        line("id", press.id());
        line("device millis", press.deviceMillis());
        line("clock", press.clockBelieved() ? "believed" : "not believed");
        line("pressMs", press.pressMillis());
        fix(press.fix());
        line("hr", press.heartRateBpm());
    }

    private void cancel(SosCancel cancel) {
        lines.add("cancel of " + cancel.cancelledAt());
        line("id", cancel.id());
    }

    private void status(StatusReport status) {
        lines.add("status of " + status.reportedAt());
        line("online", status.online());
        line("batt", status.batteryPercent());
        line("charging", status.charging());
        line("worn", status.worn());
        line("signal", status.signalPercent());
        line("fw", status.firmware());
        line("done", status.done());
    }

    private void fix(@Nullable Fix fix) {
        if (fix == null) {
            return;
        }
        // Seven digits are a centimetre.
        line("loc.lat", String.format(Locale.ROOT, "%.7f", fix.latitude()));
        line("loc.lon", String.format(Locale.ROOT, "%.7f", fix.longitude()));
        line("loc.acc", fix.accuracyMetres());
        FixSource source = fix.source();
        line("loc.src", source == null ? null : source.code());
    }

    private void line(String name, @Nullable Object value) {
        if (value != null) {
            lines.add("  " + name + " " + value);
        }
    }
}
