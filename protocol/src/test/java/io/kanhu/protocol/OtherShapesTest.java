package io.kanhu.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtherShapesTest {
    private static final String TIME = "\"ts\":" + Received.TS;
    private static final String TST = "\"_type\":\"location\",\"tst\":" + Received.TS / 1000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{TIME,\"values\":{\"hr\":70,\"batt\":50}}",
                "{\"values\":{\"hr\":70,\"batt\":50},TIME}",
                "{\"batt\":50,TIME,\"hr\":70}",
                "{\"hr\":70,TIME,\"values\":{\"batt\":50}}",
                "[{TIME,\"values\":{\"hr\":70,\"batt\":50}}]"
            })
    void thingsBoardsShapesSayTheSame(String shape) {
        assertThat(Received.thingsBoard(shape.replace("TIME", TIME)).whole().theReport())
                .isEqualTo(Received.report("\"hr\":70,\"batt\":50").theReport());
    }

    @Test
    void thingsBoardsReportsWithoutATimeAreDatedByTheirArrival() {
        assertThat(Received.thingsBoard("{\"ts\":null,\"values\":{\"hr\":70}}")
                        .whole()
                        .theReport()
                        .measuredAt())
                .isEqualTo(Received.AT);
        assertThat(Received.thingsBoard("{\"hr\":70}").whole().theReport().measuredAt())
                .isEqualTo(Received.AT);
    }

    @Test
    void thingsBoardsTimeIsHeldAgainstTheSameClock() {
        Received.thingsBoard("{\"ts\":0,\"values\":{\"hr\":70}}").isRefused("clock ts");
        Received.thingsBoard("{\"ts\":\"now\",\"values\":{\"hr\":70}}").isRefused("malformed ts");
    }

    @Test
    void flatValuesSayTheSameAsObjects() {
        Report flat = Received.thingsBoard(
                        "{" + TIME + ",\"values\":{\"lat\":35,\"lon\":111,\"acc\":8,\"sys\":120,\"dia\":80}}")
                .whole()
                .theReport();
        assertThat(flat)
                .isEqualTo(Received.report("\"loc\":{\"lat\":35,\"lon\":111,\"acc\":8},\"bp\":{\"sys\":120,\"dia\":80}")
                        .theReport());
        assertThat(Received.thingsBoard("{" + TIME + ",\"latitude\":35,\"longitude\":111,\"acc\":8}")
                        .fix())
                .isEqualTo(flat.fix());
    }

    @Test
    void flatValuesWinOverObjectsIfTheyHoldSomething() {
        assertThat(Received.thingsBoard("{\"loc\":{\"lat\":1,\"lon\":2},\"lat\":35,\"lon\":111}")
                        .fix())
                .isEqualTo(new Fix(35, 111, null, null));
        assertThat(Received.thingsBoard("{\"lat\":0,\"lon\":0,\"loc\":{\"lat\":1,\"lon\":2}}")
                        .fix())
                .isEqualTo(new Fix(1, 2, null, null));
    }

    @Test
    void aFlatValueIsRefusedWhereItStands() {
        assertThat(Received.thingsBoard("{\"values\":{\"lat\":95,\"lon\":111,\"sys\":120,\"hr\":70},\"x\":1}")
                        .refusals())
                .containsExactly("implausible values.lat", "malformed values.sys");
        assertThat(Received.thingsBoard("[{\"hr\":70},{\"lat\":95,\"lon\":111,\"sys\":120,\"hr\":70}]")
                        .refusals())
                .containsExactly("implausible [1].lat", "malformed [1].sys");
    }

    @Test
    void theNativeTopicKnowsNoFlatValues() {
        Received.report("\"lat\":35,\"lon\":111,\"sys\":120,\"dia\":80,\"values\":{\"hr\":70}")
                .isRefused("nothing_measured *");
    }

    @Test
    void valuesMustBeAnObject() {
        Received.thingsBoard("{" + TIME + ",\"values\":[70]}").isRefused("malformed values", "nothing_measured *");
        Received.thingsBoard("{" + TIME + ",\"values\":null}").isRefused("nothing_measured *");
    }

    @Test
    void ownTracksCountsSeconds() {
        assertThat(Received.ownTracks("{" + TST + ",\"lat\":35,\"lon\":111}")
                        .whole()
                        .theReport()
                        .measuredAt())
                .isEqualTo(Instant.ofEpochMilli(Received.TS));
        Received millis =
                Received.ownTracks("{\"_type\":\"location\",\"tst\":" + Received.TS + ",\"lat\":35,\"lon\":111}");
        millis.isRefused("clock tst");
        assertThat(millis.decoded().refusals().getFirst().detail())
                .startsWith("Found " + Received.TS + " ")
                .contains("expected seconds since 1970");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775807", "-9223372036854775808", "1e300", "-1e300"})
    void ownTracksSecondsDoNotOverflow(String tst) {
        Received.ownTracks("{\"_type\":\"location\",\"lat\":35,\"lon\":111,\"tst\":" + tst + "}")
                .isRefused("clock tst");
    }

    @Test
    void theTypeOfAnOwnTracksMessageMayStandLast() {
        assertThat(Received.ownTracks(
                                "{\"lat\":35,\"lon\":111,\"tst\":" + Received.TS / 1000 + ",\"_type\":\"location\"}")
                        .whole()
                        .fix())
                .isEqualTo(new Fix(35, 111, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"lat\":35,\"lon\":111}",
                "{\"_type\":null}",
                "{\"_type\":\"lwt\"}",
                "{\"_type\":1,\"lat\":35}",
                "{}"
            })
    void otherOwnTracksMessagesAreRefused(String payload) {
        Received.ownTracks(payload).isRefused("malformed _type");
    }

    @Test
    void anArrayOfLocationsIsNotOwnTracks() {
        Received.ownTracks("[{" + TST + ",\"lat\":35,\"lon\":111}]").isRefused("malformed *");
    }

    @Test
    void ownTracksSaysNothingButPlaceAndBattery() {
        Report report = Received.ownTracks("{" + TST + ",\"lat\":35,\"lon\":111,\"batt\":50,\"hr\":70,\"worn\":true}")
                .whole()
                .theReport();
        assertThat(report.batteryPercent()).isEqualTo(50);
        assertThat(report.heartRateBpm()).isNull();
        assertThat(report.worn()).isNull();
    }
}
