package io.kanhu.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What must hold of anything that was decoded, whatever the bytes were. */
final class Believable {
    private final Instant receivedAt;

    private Believable(Instant receivedAt) {
        this.receivedAt = receivedAt;
    }

    static void check(Topic.Kind kind, byte[] payload, Instant receivedAt) {
        try {
            checkDecoded(kind, payload, receivedAt);
        } catch (AssertionError e) {
            throw new AssertionError(kind + " " + new String(payload, StandardCharsets.ISO_8859_1), e);
        }
    }

    private static void checkDecoded(Topic.Kind kind, byte[] payload, Instant receivedAt) {
        Decoded decoded = new Decoder().decode(kind, payload, receivedAt);
        assertThat(decoded.refusals())
                .noneMatch(refusal -> refusal.detail().startsWith(Decoder.OUR_FAULT))
                .allMatch(refusal -> PlainText.isPlain(refusal.detail(), 1000))
                .allMatch(refusal -> refusal.where().matches("(\\[\\d{1,3}])?[a-zA-Z0-9._]*"));
        Believable rules = new Believable(receivedAt);
        switch (decoded.message()) {
            case null -> {
                // Whoever sent it is told the first refusal, so there must be one.
                assertThat(decoded.refusals()).isNotEmpty();
                assertThat(kind).isNotEqualTo(Topic.Kind.SOS);
            }
            case Telemetry telemetry -> {
                assertThat(kind).isIn(Topic.Kind.TELEMETRY, Topic.Kind.THINGSBOARD, Topic.Kind.OWNTRACKS);
                assertThat(telemetry.reports()).hasSizeBetween(1, Decoder.MAX_REPORTS);
                telemetry.reports().forEach(rules::report);
            }
            case SosPress press -> {
                assertThat(kind).isEqualTo(Topic.Kind.SOS);
                rules.press(press);
            }
            case SosCancel cancel -> {
                assertThat(kind).isEqualTo(Topic.Kind.SOS);
                assertThat(PlainText.isPlain(cancel.id(), 64)).isTrue();
                rules.within(cancel.cancelledAt());
            }
            case StatusReport status -> {
                assertThat(kind).isEqualTo(Topic.Kind.STATUS);
                rules.status(status);
            }
        }
    }

    private void report(Report report) {
        within(report.measuredAt());
        assertThat(report.measuredAt()).isEqualTo(report.measuredAt().truncatedTo(ChronoUnit.MILLIS));
        between(report.heartRateBpm(), 25, 230);
        BloodPressure pressure = report.bloodPressure();
        if (pressure != null) {
            between(pressure.systolicMmHg(), 60, 260);
            between(pressure.diastolicMmHg(), 30, 150);
            assertThat(pressure.systolicMmHg() - pressure.diastolicMmHg()).isGreaterThanOrEqualTo(10);
        }
        between(report.spo2Percent(), 50, 100);
        between(report.temperatureCelsius(), 30, 43);
        between(report.steps(), 0, Integer.MAX_VALUE);
        fix(report.fix());
        between(report.batteryPercent(), 0, 100);
        between(report.qualityPercent(), 0, 100);
        assertThat(report.hasVitalSigns() || report.hasStatus() || report.fix() != null)
                .as("something to store in %s", report)
                .isTrue();
    }

    private void press(SosPress press) {
        within(press.pressedAt());
        assertThat(press.id()).isNotEmpty();
        assertThat(PlainText.isPlain(press.id(), 64)).isTrue();
        if (press.clockBelieved()) {
            assertThat(press.deviceMillis()).isEqualTo(press.pressedAt().toEpochMilli());
        } else {
            assertThat(press.pressedAt()).isEqualTo(receivedAt);
        }
        between(press.pressMillis(), 0, Integer.MAX_VALUE);
        fix(press.fix());
        between(press.heartRateBpm(), 25, 230);
    }

    private void status(StatusReport status) {
        within(status.reportedAt());
        between(status.batteryPercent(), 0, 100);
        between(status.signalPercent(), 0, 100);
        String firmware = status.firmware();
        assertThat(firmware == null || PlainText.isPlain(firmware, 64)).isTrue();
        assertThat(Stream.of(
                                status.online(),
                                status.batteryPercent(),
                                status.charging(),
                                status.worn(),
                                status.signalPercent(),
                                firmware)
                        .anyMatch(Objects::nonNull))
                .as("something to store in %s", status)
                .isTrue();
    }

    private static void fix(@Nullable Fix fix) {
        if (fix != null) {
            between(fix.latitude(), -90, 90);
            between(fix.longitude(), -180, 180);
            between(fix.accuracyMetres(), 0, 20_100_000);
            assertThat(fix.latitude() == 0 && fix.longitude() == 0).isFalse();
        }
    }

    private void within(Instant instant) {
        assertThat(Plausible.clock(instant.toEpochMilli(), receivedAt)).isTrue();
    }

    private static void between(@Nullable Number value, double lowest, double highest) {
        if (value != null) {
            // Not a number is between nothing.
            assertThat(value.doubleValue() >= lowest && value.doubleValue() <= highest)
                    .as("%s between %s and %s", value, lowest, highest)
                    .isTrue();
        }
    }
}
