package io.kanhu.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PositionRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"lat\":0,\"lon\":0}",
                "{\"lat\":0.0,\"lon\":-0.0,\"acc\":5}",
                "{\"lat\":0,\"lon\":0,\"datum\":\"gcj02\"}",
                "{\"lat\":1e-400,\"lon\":0}",
                "{\"lat\":null,\"lon\":null}",
                "{\"acc\":5,\"src\":\"gnss\"}",
                "{}"
            })
    void zeroZeroAndNothingAreNoPlaceAndNoMistake(String position) {
        assertThat(Received.reportWithBattery("\"loc\":" + position)
                        .whole()
                        .theReport()
                        .fix())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"90, 180", "-90, -180", "0, 111", "35, 0", "1e-5, 1e-5"})
    void aPlaceOnTheEdgeIsTaken(double latitude, double longitude) {
        assertThat(at("{\"lat\":" + latitude + ",\"lon\":" + longitude + "}")
                        .whole()
                        .fix())
                .isEqualTo(new Fix(latitude, longitude, null, null));
    }

    @ParameterizedTest
    @CsvSource({
        "90.0000001, 0",
        "-90.0000001, 0",
        "0, 180.0000001",
        "0, -180.0000001",
        "1e400, 0",
        "0, 99999999999999999999"
    })
    void aPlaceOffTheEarthIsRefused(String latitude, String longitude) {
        Received received = at("{\"lat\":" + latitude + ",\"lon\":" + longitude + "}");
        assertThat(received.refusals()).containsExactly("implausible loc");
        assertThat(received.theReport().fix()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"lat\":35}", "{\"lon\":111}", "{\"lat\":35,\"lon\":null}", "{\"lat\":0}"})
    void halfAPlaceIsRefused(String position) {
        assertThat(at(position).refusals()).containsExactly("malformed loc");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "12.5, 12.5", "20100000, 20100000", "1e-300, 0", "0.0004, 0", "3.14159, 3.142"})
    void anAccuracyIsKeptInMillimetres(String sent, double taken) {
        assertThat(at("{\"lat\":35,\"lon\":111,\"acc\":" + sent + "}")
                        .whole()
                        .fix()
                        .accuracyMetres())
                .isEqualTo(taken);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-0.001", "null"})
    void anAccuracyBelowZeroIsUnknown(String sent) {
        assertThat(at("{\"lat\":35,\"lon\":111,\"acc\":" + sent + "}")
                        .whole()
                        .fix()
                        .accuracyMetres())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"20100001", "1e300", "1e400"})
    void anAccuracyLargerThanTheEarthCostsItselfAndNotThePlace(String sent) {
        Received received = at("{\"lat\":35,\"lon\":111,\"acc\":" + sent + "}");
        assertThat(received.refusals()).containsExactly("implausible loc.acc");
        assertThat(received.fix()).isEqualTo(new Fix(35, 111, null, null));
    }

    @ParameterizedTest
    @CsvSource({"gnss, GNSS", "wifi, WIFI", "cell, CELL"})
    void aSourceIsOneOfThreeWords(String word, FixSource source) {
        assertThat(at("{\"lat\":35,\"lon\":111,\"src\":\"" + word + "\"}")
                        .whole()
                        .fix()
                        .source())
                .isEqualTo(source);
    }

    @Test
    void anUnknownSourceCostsItselfAndNotThePlace() {
        Received received = at("{\"lat\":35,\"lon\":111,\"src\":\"GNSS\"}");
        assertThat(received.refusals()).containsExactly("malformed loc.src");
        assertThat(received.fix()).isEqualTo(new Fix(35, 111, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"bd09\"", "\"GCJ02\"", "\"\"", "2", "{}", "[\"wgs84\"]"})
    void anUnknownDatumCostsThePlace(String datum) {
        Received received = at("{\"lat\":35,\"lon\":111,\"datum\":" + datum + "}");
        assertThat(received.refusals()).containsExactly("malformed loc.datum");
        assertThat(received.theReport().fix()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"wgs84\""})
    void withoutADatumAPlaceIsWgs84(String datum) {
        assertThat(at("{\"lat\":35,\"lon\":111,\"datum\":" + datum + "}")
                        .whole()
                        .fix())
                .isEqualTo(new Fix(35, 111, null, null));
    }

    @Test
    void gcj02IsConvertedWhereverTheDatumStands() {
        String[] orders = {
            "{\"datum\":\"gcj02\",\"lat\":39.91334545536069,\"lon\":116.38404722455657}",
            "{\"lat\":39.91334545536069,\"datum\":\"gcj02\",\"lon\":116.38404722455657}",
            "{\"lat\":39.91334545536069,\"lon\":116.38404722455657,\"datum\":\"gcj02\"}"
        };
        for (String order : orders) {
            Fix fix = at(order).whole().fix();
            assertThat(fix.latitude()).isCloseTo(39.911954, within(1e-6));
            assertThat(fix.longitude()).isCloseTo(116.377817, within(1e-6));
        }
    }

    @Test
    void outsideChinaBothDatumsAreOne() {
        assertThat(at("{\"lat\":48.85833,\"lon\":2.29513,\"datum\":\"gcj02\"}")
                        .whole()
                        .fix())
                .isEqualTo(new Fix(48.85833, 2.29513, null, null));
    }

    @Test
    void aRefusedLatitudeIsNotHealedByASecondOne() {
        Received received = at("{\"lat\":\"x\",\"lat\":35,\"lon\":111}");
        assertThat(received.refusals()).containsExactly("malformed loc.lat");
        assertThat(received.theReport().fix()).isNull();
    }

    /** A report with this position and a battery. */
    private static Received at(String position) {
        return Received.reportWithBattery("\"loc\":" + position);
    }
}
