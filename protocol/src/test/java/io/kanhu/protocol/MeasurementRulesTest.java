package io.kanhu.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeasurementRulesTest {

    @Test
    void zeroIsNoMeasurementOfPulsePressureAndOxygen() {
        Report report = Received.reportWithBattery("\"hr\":0,\"bp\":{\"sys\":0,\"dia\":0},\"spo2\":0")
                .whole()
                .theReport();
        assertThat(report.hasVitalSigns()).isFalse();
        assertThat(report.batteryPercent()).isEqualTo(50);
    }

    @Test
    void zeroIsAMeasurementOfStepsBatteryAndQuality() {
        Report report =
                Received.report("\"steps\":0,\"batt\":0,\"quality\":0").whole().theReport();
        assertThat(report.steps()).isZero();
        assertThat(report.batteryPercent()).isZero();
        assertThat(report.qualityPercent()).isZero();
    }

    @Test
    void zeroDegreesAreRefusedBecauseNoWristIsSoCold() {
        assertThat(Received.reportWithBattery("\"temp\":0").refusals()).containsExactly("implausible temp");
    }

    @Test
    void nullIsAbsentInEveryField() {
        Report report = Received.reportWithBattery("\"hr\":null,\"bp\":null,\"spo2\":null,\"temp\":null,\"steps\":null,"
                        + "\"loc\":null,\"worn\":null,\"quality\":null")
                .whole()
                .theReport();
        assertThat(report)
                .isEqualTo(Received.reportWithBattery("\"unknown\":1").whole().theReport());
        assertThat(Received.report("\"hr\":70,\"batt\":null")
                        .whole()
                        .theReport()
                        .hasStatus())
                .isFalse();
    }

    @Test
    void nullWithinAnObjectIsAbsentToo() {
        Report report = Received.reportWithBattery(
                        "\"bp\":{\"sys\":null,\"dia\":null},\"loc\":{\"lat\":null,\"lon\":null}")
                .whole()
                .theReport();
        assertThat(report.bloodPressure()).isNull();
        assertThat(report.fix()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "hr, 24, 25, 230, 231",
        "spo2, 49, 50, 100, 101",
        "temp, 29.99, 30, 43, 43.01",
        "batt, -1, 0, 100, 101",
        "quality, -1, 0, 100, 101",
        "steps, -1, 0, 2147483647, 2147483648"
    })
    void aValueOnTheEdgeIsTakenAndOneBeyondIsRefused(
            String field, String below, String lowest, String highest, String above) {
        for (String good : new String[] {lowest, highest}) {
            Received.report("\"worn\":true,\"" + field + "\":" + good).whole();
        }
        for (String bad : new String[] {below, above}) {
            Received received = Received.report("\"worn\":true,\"" + field + "\":" + bad);
            assertThat(received.refusals()).containsExactly("implausible " + field);
            assertThat(received.theReport())
                    .isEqualTo(Received.report("\"worn\":true").theReport());
        }
    }

    @ParameterizedTest
    @CsvSource({"60, 30", "60, 50", "260, 150", "260, 30", "120, 110"})
    void aPressureOnTheEdgeIsTaken(int systolic, int diastolic) {
        assertThat(Received.report("\"bp\":{\"sys\":" + systolic + ",\"dia\":" + diastolic + "}")
                        .whole()
                        .theReport()
                        .bloodPressure())
                .isEqualTo(new BloodPressure(systolic, diastolic));
    }

    @ParameterizedTest
    @CsvSource({"59, 40", "261, 90", "80, 29", "200, 151", "120, 111", "120, 120", "80, 120", "-1, 80", "5000000000, 80"
    })
    void aPressureBeyondIsRefused(long systolic, long diastolic) {
        Received received = Received.reportWithBattery("\"bp\":{\"sys\":" + systolic + ",\"dia\":" + diastolic + "}");
        assertThat(received.refusals()).containsExactly("implausible bp");
        assertThat(received.theReport().bloodPressure()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"sys\":120}", "{\"dia\":80}", "{\"sys\":120,\"dia\":null}"})
    void halfAPressureIsRefused(String pressure) {
        assertThat(Received.reportWithBattery("\"bp\":" + pressure).refusals()).containsExactly("malformed bp");
    }

    @Test
    void anEmptyPressureIsAbsent() {
        assertThat(Received.reportWithBattery("\"bp\":{}").whole().theReport().bloodPressure())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"71.5, 72", "71.4, 71", "7.2e1, 72", "24.5, 25", "230.4, 230"})
    void fractionsOfBeatsAreRounded(String sent, int taken) {
        assertThat(Received.report("\"hr\":" + sent).whole().theReport().heartRateBpm())
                .isEqualTo(taken);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e400",
                "-1e400",
                "99999999999999999999999999",
                "-99999999999999999999999999",
                "9223372036854775807",
                "-9223372036854775808",
                "-9223372036854775807",
                // 72 and 70, if the upper bits were cut off.
                "4294967368",
                "18446744073709551686",
                "-18446744073709551546"
            })
    void numbersBeyondEveryTypeAreRefusedAndNotFolded(String number) {
        for (String field : new String[] {"hr", "spo2", "temp", "steps", "batt", "quality"}) {
            Received received = Received.report("\"worn\":true,\"" + field + "\":" + number);
            assertThat(received.refusals()).containsExactly("implausible " + field);
        }
    }

    @Test
    void aTemperatureKeepsItsFraction() {
        assertThat(Received.report("\"temp\":36.57").whole().theReport().temperatureCelsius())
                .isEqualTo(36.57);
    }

    @Test
    void aFallMayStandAloneAndOnlyATrueIsOne() {
        assertThat(Received.report("\"fall\":true").whole().theReport().fell()).isTrue();
        assertThat(Received.report("\"hr\":72,\"fall\":false")
                        .whole()
                        .theReport()
                        .fell())
                .isFalse();
        Received.report("\"fall\":false").isRefused("nothing_measured *");
    }

    @Test
    void qualityAloneIsNothingToStore() {
        Received.report("\"quality\":90").isRefused("nothing_measured *");
    }

    @Test
    void theLastOfTwoFieldsWithOneNameCounts() {
        assertThat(Received.report("\"hr\":70,\"hr\":80").whole().theReport().heartRateBpm())
                .isEqualTo(80);
        assertThat(Received.reportWithBattery("\"hr\":70,\"hr\":null")
                        .whole()
                        .theReport()
                        .heartRateBpm())
                .isNull();
        Received refused = Received.reportWithBattery("\"hr\":70,\"hr\":999");
        assertThat(refused.refusals()).containsExactly("implausible hr");
        assertThat(refused.theReport().heartRateBpm()).isNull();
    }

    @Test
    void namesOfFieldsAreCaseSensitive() {
        Received.report("\"HR\":70,\"Batt\":50").isRefused("nothing_measured *");
    }

    @Test
    void aRefusedFieldAloneIsNamedBeforeTheEmptyReport() {
        Received.report("\"hr\":300").isRefused("implausible hr", "nothing_measured *");
    }
}
