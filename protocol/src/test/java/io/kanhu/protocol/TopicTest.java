package io.kanhu.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTest {
    private static final String LONGEST = "abcdefghijklmnopqrstuvwxyz-_0123".substring(0, 32);

    @ParameterizedTest
    @CsvSource({"telemetry, TELEMETRY", "sos, SOS", "status, STATUS", "command, COMMAND"})
    void aNativeTopicNamesBandAndKind(String leaf, Topic.Kind kind) {
        for (String band : new String[] {"w", LONGEST, "A-z_09", "-", "_"}) {
            assertThat(Topic.parse("kanhu/v1/" + band + "/" + leaf)).isEqualTo(new Topic(kind, band));
        }
    }

    @Test
    void thingsBoardsTopicNamesNoBand() {
        assertThat(Topic.parse("v1/devices/me/telemetry")).isEqualTo(new Topic(Topic.Kind.THINGSBOARD, null));
    }

    @Test
    void ownTracksTopicNamesTheBandAsItsUserWhateverTheDevice() {
        assertThat(Topic.parse("owntracks/w-0417/phone")).isEqualTo(new Topic(Topic.Kind.OWNTRACKS, "w-0417"));
        assertThat(Topic.parse("owntracks/" + LONGEST + "/手机 1")).isEqualTo(new Topic(Topic.Kind.OWNTRACKS, LONGEST));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "kanhu",
                "kanhu/v1",
                "kanhu/v1/",
                "kanhu/v1/w",
                "kanhu/v1/w/",
                "kanhu/v1//sos",
                "kanhu/v1/w//sos",
                "kanhu/v1/w/sos/",
                "kanhu/v1/w/sos/1",
                "/kanhu/v1/w/sos",
                "kanhu//v1/w/sos",
                "kanhu/v2/w/sos",
                "kanhu/v1/w/SOS",
                "Kanhu/v1/w/sos",
                "kanhu/v1/w/sos ",
                "kanhu/v1/w/location",
                "kanhu/v1/+/sos",
                "kanhu/v1/#",
                "kanhu/v1/w/#",
                "kanhu/v1/w/+",
                "kanhu/v1/w.1/sos",
                "kanhu/v1/w 1/sos",
                "kanhu/v1/wä/sos",
                "kanhu/v1/w\n/sos",
                "kanhu/v1/$w/sos",
                "$SYS/kanhu/v1/w/sos",
                "$share/kanhu/kanhu/v1/w/sos",
                "v1/devices/me",
                "v1/devices/me/telemetry/",
                "v1/devices/me/attributes",
                "v1/devices/w/telemetry",
                "owntracks",
                "owntracks/w",
                "owntracks//phone",
                "owntracks/+/+",
                "owntracks/w/phone/event",
                "owntracks/w/phone/",
                "owntracks/w.1/phone"
            })
    void anyOtherNameIsNoTopic(String name) {
        assertThat(Topic.parse(name)).isNull();
    }

    @Test
    void aBandIdHasOneTo32Characters() {
        assertThat(LONGEST).hasSize(32);
        assertThat(Topic.isBandId("w")).isTrue();
        assertThat(Topic.isBandId(LONGEST)).isTrue();
        assertThat(Topic.isBandId("")).isFalse();
        assertThat(Topic.isBandId(LONGEST + "x")).isFalse();
        assertThat(Topic.parse("kanhu/v1/" + LONGEST + "x/sos")).isNull();
        assertThat(Topic.parse("owntracks/" + LONGEST + "x/phone")).isNull();
        assertThat(Topic.isBandId("w\n")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"TELEMETRY", "SOS", "STATUS", "COMMAND"})
    void theNameOfATopicIsReadBack(Topic.Kind kind) {
        assertThat(Topic.parse(Topic.nameOf(kind, "w-0417"))).isEqualTo(new Topic(kind, "w-0417"));
    }

    @Test
    void aBandIsSpokenToOnItsCommandTopic() {
        assertThat(Topic.commandOf("w-0417"))
                .isEqualTo("kanhu/v1/w-0417/command")
                .isEqualTo(Topic.nameOf(Topic.Kind.COMMAND, "w-0417"));
    }

    @ParameterizedTest
    @EnumSource(names = {"THINGSBOARD", "OWNTRACKS"})
    void othersTopicsAreNotNamedByUs(Topic.Kind kind) {
        assertThatThrownBy(() -> Topic.nameOf(kind, "w-0417")).isInstanceOf(IllegalArgumentException.class);
    }
}
