package io.kanhu.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {

    @Test
    void fiveHundredReportsAreTakenAndOneMoreIsRefusedWhole() {
        assertThat(Received.telemetry(reports(500)).whole().reports()).hasSize(500);
        Received.telemetry(reports(501)).isRefused("too_many_reports *");
        Received.thingsBoard(reports(501)).isRefused("too_many_reports *");
    }

    @Test
    void entriesThatAreNoReportsCountToo() {
        Received.telemetry("[" + String.join(",", Collections.nCopies(501, "1")) + "]")
                .isRefused("too_many_reports *");
    }

    @Test
    void aPayloadOf64KibibytesIsTakenAndOneByteMoreIsRefused() {
        String report = "{\"ts\":" + Received.TS + ",\"hr\":70}";
        String largest = report + " ".repeat(Decoder.MAX_PAYLOAD_BYTES - report.length());
        Received.telemetry(largest).whole().theReport();
        Received.telemetry(largest + " ").isRefused("too_large *");
        Received.status(largest + " ").isRefused("too_large *");
    }

    @Test
    void bytesCountAndNotCharacters() {
        String report = "{\"ts\":" + Received.TS + ",\"hr\":70,\"note\":\"" + "看".repeat(21_000) + "\"}";
        Received.telemetry(report).whole().theReport();
        Received.telemetry(report.replace("看", "看护")).isRefused("too_large *");
    }

    @Test
    void unknownFieldsMayNestThirtyTwoDeepWithTheReportItself() {
        Received.reportWithBattery("\"x\":" + nested(31)).whole().theReport();
        Received.reportWithBattery("\"x\":" + nested(32)).isRefused("malformed *");
        Received.reportWithBattery("\"x\":" + nested(30_000)).isRefused("malformed *");
    }

    @Test
    void aNumberHasAtMostAHundredDigits() {
        assertThat(Received.reportWithBattery("\"hr\":" + "9".repeat(100)).refusals())
                .containsExactly("implausible hr");
        Received.reportWithBattery("\"hr\":" + "9".repeat(101)).isRefused("malformed *");
    }

    @Test
    void aNameHasAtMostAThousandCharacters() {
        Received.reportWithBattery("\"" + "n".repeat(1000) + "\":1").whole().theReport();
        Received.reportWithBattery("\"" + "n".repeat(1001) + "\":1").isRefused("malformed *");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                "null",
                "17",
                "\"hr\"",
                "true",
                "{",
                "[",
                "[{\"ts\":1,\"hr\":70},",
                "{\"ts\":1,}",
                "{\"ts\":1 \"hr\":70}",
                "{'ts':1}",
                "{ts:1}",
                "{\"ts\":01}",
                "{\"ts\":+1}",
                "{\"ts\":.5}",
                "{\"ts\":NaN}",
                "{\"ts\":Infinity}",
                "{\"ts\":0x10}",
                "/*c*/{\"ts\":1}",
                "{\"ts\":\"\u0001\"}",
                "{\"ts\":\"\\x\"}",
                "ts=1&hr=70"
            })
    void whatIsNotJsonIsRefused(String payload) {
        Received.telemetry(payload).isRefused("malformed *");
        Received.thingsBoard(payload).isRefused("malformed *");
        Received.ownTracks(payload).isRefused("malformed *");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00c3", "\u00ff", "\u0080", "\u00e7\u009c", "\u00f0\u009f\u0098"})
    void brokenUtf8IsRefusedWhereverItStands(String hole) {
        assertThat(latin1(Topic.Kind.TELEMETRY, hole).refusals()).containsExactly("malformed *");
        assertThat(latin1(Topic.Kind.TELEMETRY, "{\"ts\":" + Received.TS + ",\"hr\":70,\"" + hole + "\":1}")
                        .refusals())
                .containsExactly("malformed *");
        assertThat(latin1(Topic.Kind.STATUS, "{\"fw\":\"" + hole + "\"}").refusals())
                .containsExactly("malformed *");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00c0\u0080", "\u00ed\u00a0\u0080", "\u00ed\u00b0\u0080"})
    void charactersSmuggledInByWrongUtf8AreNotTaken(String smuggled) {
        latin1(Topic.Kind.STATUS, "{\"fw\":\"" + smuggled + "\"}").isRefused("malformed fw", "nothing_measured *");
        assertThat(latin1(Topic.Kind.SOS, "{\"id\":\"" + smuggled + "\"}")
                        .press()
                        .id())
                .startsWith("sha256-");
    }

    @Test
    void aByteOrderMarkIsPassedOver() {
        Received.telemetry("\uFEFF{\"ts\":" + Received.TS + ",\"hr\":70}")
                .whole()
                .theReport();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "GB18030"})
    void otherEncodingsDoNoHarm(String encoding) {
        byte[] payload = ("{\"ts\":" + Received.TS + ",\"hr\":70}").getBytes(Charset.forName(encoding));
        assertThat(Received.of(Topic.Kind.TELEMETRY, payload).theReport().heartRateBpm())
                .isEqualTo(70);
    }

    @Test
    void aRefusalOfAHostileTextIsShortAndPrintable() {
        Refusal refusal = Received.telemetry("{\"ts\":\u0007" + "x".repeat(5000))
                .decoded()
                .refusals()
                .getFirst();
        assertThat(refusal.detail()).hasSizeLessThanOrEqualTo(200).doesNotContain("\u0007");
        Refusal word = Received.reportWithBattery(
                        "\"loc\":{\"lat\":35,\"lon\":111,\"src\":\"" + "\\u0007".repeat(99) + "\"}")
                .decoded()
                .refusals()
                .getFirst();
        assertThat(word.detail()).startsWith("Found \"" + "?".repeat(20) + "\",");
    }

    @ParameterizedTest
    @EnumSource(Topic.Kind.class)
    void anEmptyPayloadIsNoFaultOfOurs(Topic.Kind kind) {
        assertThat(Received.of(kind, new byte[0]).decoded().refusals())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.detail()).doesNotStartWith(Decoder.OUR_FAULT));
    }

    @Test
    void nobodyPublishesCommands() {
        Received.of(Topic.Kind.COMMAND, "{\"id\":\"c\",\"type\":\"locate\"}").isRefused("unknown_topic *");
    }

    /** Each character of the text is one byte. */
    private static Received latin1(Topic.Kind kind, String text) {
        return Received.of(kind, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String reports(int count) {
        return "[" + String.join(",", Collections.nCopies(count, "{\"ts\":" + Received.TS + ",\"hr\":70}")) + "]";
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }
}
