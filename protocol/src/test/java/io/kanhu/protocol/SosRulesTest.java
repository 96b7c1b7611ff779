package io.kanhu.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SosRulesTest {

    @ParameterizedTest
    @CsvSource({"0, false", "1, false", "2999, false", "2999.4, false", "2999.5, true", "3000, true", "60000, true"})
    void aPressCallsForHelpFromThreeSecondsOn(String held, boolean full) {
        assertThat(Received.sos("{\"id\":\"p\",\"pressMs\":" + held + "}")
                        .whole()
                        .press()
                        .isFullPress())
                .isEqualTo(full);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":\"p\"}", "{\"id\":\"p\",\"pressMs\":null}"})
    void withoutADurationItIsAFullPress(String payload) {
        SosPress press = Received.sos(payload).whole().press();
        assertThat(press.pressMillis()).isNull();
        assertThat(press.isFullPress()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"-1, implausible", "2147483648, implausible", "1e400, implausible", "\"3\", malformed", "{}, malformed"
    })
    void aDurationThatCannotBeReadMakesAFullPress(String held, String reason) {
        Received received = Received.sos("{\"id\":\"p\",\"pressMs\":" + held + "}");
        assertThat(received.refusals()).containsExactly(reason + " pressMs");
        assertThat(received.press().isFullPress()).isTrue();
    }

    @Test
    void aCancelNamesItsPress() {
        assertThat(Received.sos("{\"ts\":" + Received.TS + ",\"id\":\"p\",\"cancel\":true}")
                        .whole()
                        .cancel())
                .isEqualTo(new SosCancel("p", Instant.ofEpochMilli(Received.TS)));
        assertThat(Received.sos("{\"id\":7,\"cancel\":true}").whole().cancel())
                .isEqualTo(new SosCancel("7", Received.AT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"cancel\":true,\"pressMs\":100}",
                "{\"cancel\":true,\"id\":null}",
                "{\"id\":\"\",\"cancel\":true}"
            })
    void aCancelThatNamesNoPressIsAFullPress(String payload) {
        Received received = Received.sos(payload);
        assertThat(received.refusals()).containsExactly("malformed cancel");
        assertThat(received.press().isFullPress()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "null"})
    void aCancelThatIsNotTrueCancelsNothing(String word) {
        assertThat(Received.sos("{\"id\":\"p\",\"cancel\":" + word + "}")
                        .whole()
                        .press()
                        .id())
                .isEqualTo("p");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"true\"", "1", "{}", "[true]"})
    void aCancelOfAnotherTypeCancelsNothing(String word) {
        Received received = Received.sos("{\"id\":\"p\",\"cancel\":" + word + "}");
        assertThat(received.refusals()).containsExactly("malformed cancel");
        assertThat(received.press().isFullPress()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "SOS",
                "null",
                "17",
                "true",
                "\"p\"",
                "[]",
                "[{\"id\":\"p\"}]",
                "{\"id\":\"p\"",
                "{\"id\":\"p\"}}",
                "{\"id\":\"p\",\"cancel\":true}{}",
                "{\"id\":\"p\",\"cancel\":true",
                "{id:\"p\"}",
                "{'id':'p'}"
            })
    void aPayloadThatCannotBeReadIsAFullPressNow(String payload) {
        Received received = Received.sos(payload);
        assertThat(received.refusals()).containsExactly("malformed *");
        SosPress press = received.press();
        assertThat(press.isFullPress()).isTrue();
        assertThat(press.pressedAt()).isEqualTo(Received.AT);
        assertThat(press.id()).startsWith("sha256-").hasSize(39);
    }

    @Test
    void bytesThatAreNoTextAreAFullPressNow() {
        byte[] brokenUtf8 = {'{', '"', 'i', 'd', '"', ':', '"', (byte) 0xC3, '"', '}'};
        assertThat(Received.of(Topic.Kind.SOS, brokenUtf8).press().isFullPress())
                .isTrue();
        assertThat(Received.of(Topic.Kind.SOS, new byte[1000]).press().isFullPress())
                .isTrue();
        byte[] tooLarge = new byte[Decoder.MAX_PAYLOAD_BYTES + 1];
        Received received = Received.of(Topic.Kind.SOS, tooLarge);
        assertThat(received.refusals()).containsExactly("too_large *");
        assertThat(received.press().isFullPress()).isTrue();
    }

    @Test
    void aRedeliveryOfAnUnreadablePressIsTheSamePressAndAnotherPayloadIsNot() {
        SosPress first = Received.sos("SOS 1").press();
        assertThat(keyOf(Received.sos("SOS 1").press())).isEqualTo(keyOf(first));
        assertThat(keyOf(Received.sos("SOS 2").press())).isNotEqualTo(keyOf(first));
    }

    @Test
    void withoutAnIdThePayloadTellsPressesApart() {
        String at = "{\"ts\":" + Received.TS + ",\"hr\":";
        assertThat(Received.sos(at + "90}").press().id())
                .isEqualTo(Received.sos(at + "90}").press().id())
                .isNotEqualTo(Received.sos(at + "91}").press().id());
    }

    @Test
    void withoutATimeTenMinutesTellPressesApart() {
        String press = "{\"id\":\"1\"}";
        assertThat(keyOf(arriving(press, "08:00:00Z"))).isEqualTo(keyOf(arriving(press, "08:09:59.999Z")));
        assertThat(keyOf(arriving(press, "08:00:00Z"))).isNotEqualTo(keyOf(arriving(press, "08:10:00Z")));
        assertThat(keyOf(arriving(press, "08:00:00Z"))).isNotEqualTo(keyOf(arriving(press, "07:59:59.999Z")));
    }

    @Test
    void aBandThatCountsFromOneAgainIsNotMistakenForARedelivery() {
        SosPress first =
                Received.sos("{\"ts\":" + Received.TS + ",\"id\":\"1\"}").press();
        SosPress second =
                Received.sos("{\"ts\":" + (Received.TS + 1) + ",\"id\":\"1\"}").press();
        assertThat(keyOf(second)).isNotEqualTo(keyOf(first));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"ts\":-2147483647793,\"id\":\"1\"}", "{\"ts\":0}", "{\"ts\":\"now\",\"id\":\"1\"}", ""})
    void aBandWhoseClockStandsStillIsHeardAgainAfterTenMinutes(String press) {
        assertThat(keyOf(arriving(press, "08:00:00Z"))).isEqualTo(keyOf(arriving(press, "08:09:59.999Z")));
        assertThat(keyOf(arriving(press, "08:00:00Z"))).isNotEqualTo(keyOf(arriving(press, "08:10:00Z")));
    }

    @Test
    void aClockThatRunsFrom1970TellsPressesApartWithinTheTenMinutes() {
        SosPress first = Received.sos("{\"ts\":5000,\"id\":\"1\"}").press();
        SosPress second = Received.sos("{\"ts\":65000,\"id\":\"1\"}").press();
        assertThat(keyOf(second)).isNotEqualTo(keyOf(first));
    }

    @Test
    void anIdIsTakenAsSent() {
        String longest = "x".repeat(64);
        for (String id : new String[] {"p-17", " ", "紧急-1", "😀", "sha256-", longest}) {
            assertThat(Received.sos("{\"id\":\"" + id + "\"}").whole().press().id())
                    .isEqualTo(id);
        }
        assertThat(Received.sos("{\"id\":17}").whole().press().id()).isEqualTo("17");
        assertThat(Received.sos("{\"id\":-1.50}").whole().press().id()).isEqualTo("-1.50");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000b", "\\ud800", "\\udc00x", "a\\nb", "\\u200e", "\\ud83d\\ud83d"})
    void anIdThatCannotBeStoredIsHashedSoThatItsCancelStillMeetsIt(String id) {
        SosPress press = Received.sos("{\"id\":\"" + id + "\"}").whole().press();
        assertThat(press.id()).matches("sha256-[0-9a-f]{32}");
        assertThat(Received.sos("{\"cancel\":true,\"id\":\"" + id + "\"}")
                        .whole()
                        .cancel()
                        .id())
                .isEqualTo(press.id());
    }

    @Test
    void anIdThatIsTooLongIsHashedSoThatItsCancelStillMeetsIt() {
        String id = "x".repeat(65);
        SosPress press = Received.sos("{\"id\":\"" + id + "\"}").whole().press();
        assertThat(press.id()).matches("sha256-[0-9a-f]{32}");
        assertThat(Received.sos("{\"id\":\"" + id + "\",\"cancel\":true}")
                        .cancel()
                        .id())
                .isEqualTo(press.id());
        assertThat(Received.sos("{\"id\":\"" + id + "y\"}").press().id()).isNotEqualTo(press.id());
    }

    @Test
    void aFailedPulseIsAbsentAndAFailedFixToo() {
        SosPress press = Received.sos("{\"id\":\"p\",\"hr\":0,\"loc\":{\"lat\":0,\"lon\":0}}")
                .whole()
                .press();
        assertThat(press.heartRateBpm()).isNull();
        assertThat(press.fix()).isNull();
    }

    @Test
    void aPressMayComeWithAChinesePosition() {
        String loc = "{\"lat\":39.91334545536069,\"lon\":116.38404722455657,\"datum\":\"gcj02\"}";
        assertThat(Received.sos("{\"id\":\"p\",\"loc\":" + loc + "}")
                        .whole()
                        .press()
                        .fix())
                .isEqualTo(Received.report("\"loc\":" + loc).fix());
    }

    /** What the database tells presses of one band apart by. */
    private static String keyOf(SosPress press) {
        return press.id() + " at " + press.deviceMillis();
    }

    private static SosPress arriving(String payload, String time) {
        Instant arrival = Instant.parse("2026-03-01T" + time);
        return new Received(new Decoder().decode(Topic.Kind.SOS, payload.getBytes(StandardCharsets.UTF_8), arrival))
                .press();
    }
}
