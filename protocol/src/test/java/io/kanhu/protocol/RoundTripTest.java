package io.kanhu.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** What a band means is what is read, in whatever order it writes its fields, and whatever else it writes between them. */
class RoundTripTest {

    @Property
    void aReportIsReadAsItWasMeant(@ForAll("reports") Report report, @ForAll Random order) {
        assertThat(Received.telemetry(json(report, order)).whole().theReport()).isEqualTo(report);
    }

    @Property
    void severalReportsKeepTheirOrder(@ForAll("manyReports") List<Report> reports, @ForAll Random order) {
        List<String> written =
                reports.stream().map(report -> json(report, order)).toList();
        assertThat(Received.telemetry("[" + String.join(",", written) + "]")
                        .whole()
                        .reports())
                .isEqualTo(reports);
    }

    @Property
    void thingsBoardsValuesAreReadAsTheyWereMeant(@ForAll("reports") Report report, @ForAll Random order) {
        String values = object(vitals(report, order), order);
        String ts = "\"ts\":" + report.measuredAt().toEpochMilli();
        String payload = object(new ArrayList<>(List.of(ts, "\"values\":" + values)), order);
        assertThat(Received.thingsBoard(payload).whole().theReport()).isEqualTo(report);
    }

    @Property
    void aPressIsReadAsItWasMeant(@ForAll("presses") SosPress press, @ForAll Random order) {
        List<String> fields = new ArrayList<>();
        add(fields, "ts", press.deviceMillis());
        add(fields, "id", "\"" + press.id() + "\"");
        add(fields, "pressMs", press.pressMillis());
        add(fields, "loc", json(press.fix(), order));
        add(fields, "hr", press.heartRateBpm());
        assertThat(Received.sos(object(fields, order)).whole().press()).isEqualTo(press);
    }

    @Property
    void aStatusIsReadAsItWasMeant(@ForAll("statuses") StatusReport status, @ForAll Random order) {
        List<String> fields = new ArrayList<>();
        add(fields, "ts", status.reportedAt().toEpochMilli());
        add(fields, "online", status.online());
        add(fields, "batt", status.batteryPercent());
        add(fields, "charging", status.charging());
        add(fields, "worn", status.worn());
        add(fields, "signal", status.signalPercent());
        add(fields, "fw", status.firmware() == null ? null : "\"" + status.firmware() + "\"");
        assertThat(Received.status(object(fields, order)).whole().statusReport())
                .isEqualTo(status);
    }

    @Provide
    Arbitrary<List<Report>> manyReports() {
        return reports().list().ofMinSize(1).ofMaxSize(20);
    }

    @Provide
    Arbitrary<Report> reports() {
        return Combinators.combine(
                        times(),
                        Arbitraries.integers().between(25, 230).injectNull(0.3),
                        pressures().injectNull(0.5),
                        Arbitraries.integers().between(50, 100).injectNull(0.5),
                        Arbitraries.doubles().between(30, 43).ofScale(2).injectNull(0.5),
                        Arbitraries.integers().greaterOrEqual(0).injectNull(0.5),
                        fixes().injectNull(0.5),
                        states())
                .as((ts, hr, bp, spo2, temp, steps, fix, state) ->
                        new Report(ts, hr, bp, spo2, temp, steps, fix, state.battery(), state.worn(), state.quality()))
                .filter(report -> report.hasVitalSigns() || report.hasStatus() || report.fix() != null);
    }

    @Provide
    Arbitrary<SosPress> presses() {
        return Combinators.combine(
                        times(),
                        Arbitraries.strings()
                                .alpha()
                                .numeric()
                                .withChars('看', '-', ' ')
                                .ofMinLength(1)
                                .ofMaxLength(64),
                        Arbitraries.integers().greaterOrEqual(0).injectNull(0.3),
                        fixes().injectNull(0.5),
                        Arbitraries.integers().between(25, 230).injectNull(0.5))
                .as((ts, id, held, fix, hr) -> new SosPress(id, ts, ts.toEpochMilli(), true, held, fix, hr));
    }

    @Provide
    Arbitrary<StatusReport> statuses() {
        Arbitrary<Boolean> truths = Arbitraries.of(true, false).injectNull(0.5);
        return Combinators.combine(
                        times(),
                        truths,
                        percents(),
                        truths,
                        truths,
                        percents(),
                        Arbitraries.strings()
                                .alpha()
                                .numeric()
                                .withChars('.', '-')
                                .ofMinLength(1)
                                .ofMaxLength(64))
                .as(StatusReport::new);
    }

    private record State(
            @Nullable Integer battery,
            @Nullable Boolean worn,
            @Nullable Integer quality) {}

    private static Arbitrary<State> states() {
        return Combinators.combine(percents(), Arbitraries.of(true, false).injectNull(0.5), percents())
                .as(State::new);
    }

    private static Arbitrary<Integer> percents() {
        return Arbitraries.integers().between(0, 100).injectNull(0.5);
    }

    private static Arbitrary<Instant> times() {
        long arrival = Received.AT.toEpochMilli();
        return Arbitraries.longs()
                .between(arrival - Plausible.CLOCK_BEHIND.toMillis(), arrival + Plausible.CLOCK_AHEAD.toMillis())
                .map(Instant::ofEpochMilli);
    }

    private static Arbitrary<BloodPressure> pressures() {
        return Combinators.combine(
                        Arbitraries.integers().between(60, 260),
                        Arbitraries.integers().between(30, 150))
                .as(BloodPressure::new)
                .filter(pressure -> pressure.systolicMmHg() - pressure.diastolicMmHg() >= 10);
    }

    private static Arbitrary<Fix> fixes() {
        return Combinators.combine(
                        Arbitraries.doubles().between(-90, 90).ofScale(7),
                        Arbitraries.doubles().between(-180, 180).ofScale(7),
                        Arbitraries.longs()
                                .between(0, 20_100_000_000L)
                                .map(millimetres -> millimetres / 1000.0)
                                .injectNull(0.3),
                        Arbitraries.of(FixSource.class).injectNull(0.3))
                .as(Fix::new)
                .filter(fix -> fix.latitude() != 0 || fix.longitude() != 0);
    }

    private static String json(Report report, Random order) {
        List<String> fields = vitals(report, order);
        add(fields, "ts", report.measuredAt().toEpochMilli());
        return object(fields, order);
    }

    private static List<String> vitals(Report report, Random order) {
        List<String> fields = new ArrayList<>();
        add(fields, "hr", report.heartRateBpm());
        BloodPressure pressure = report.bloodPressure();
        if (pressure != null) {
            String sys = "\"sys\":" + pressure.systolicMmHg();
            String dia = "\"dia\":" + pressure.diastolicMmHg();
            add(fields, "bp", object(new ArrayList<>(List.of(sys, dia)), order));
        }
        add(fields, "spo2", report.spo2Percent());
        add(fields, "temp", report.temperatureCelsius());
        add(fields, "steps", report.steps());
        add(fields, "loc", json(report.fix(), order));
        add(fields, "batt", report.batteryPercent());
        add(fields, "worn", report.worn());
        add(fields, "quality", report.qualityPercent());
        return fields;
    }

    private static @Nullable String json(@Nullable Fix fix, Random order) {
        if (fix == null) {
            return null;
        }
        List<String> fields = new ArrayList<>();
        add(fields, "lat", fix.latitude());
        add(fields, "lon", fix.longitude());
        add(fields, "acc", fix.accuracyMetres());
        FixSource source = fix.source();
        add(fields, "src", source == null ? null : "\"" + source.code() + "\"");
        return object(fields, order);
    }

    private static void add(List<String> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.add("\"" + name + "\":" + value);
        }
    }

    /** The fields in any order, with some between them that nobody knows. */
    private static String object(List<String> fields, Random order) {
        for (String unknown : List.of("\"hrv\":41", "\"vendor\":{\"hr\":999,\"ts\":[0,{}]}", "\"note\":null")) {
            if (order.nextBoolean()) {
                fields.add(unknown);
            }
        }
        Collections.shuffle(fields, order);
        return "{" + String.join(order.nextBoolean() ? " ,\n" : ",", fields) + "}";
    }
}
