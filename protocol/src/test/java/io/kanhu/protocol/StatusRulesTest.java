package io.kanhu.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusRulesTest {

    @ParameterizedTest
    @ValueSource(strings = {"batt", "signal"})
    void aPercentageOnTheEdgeIsTakenAndOneBeyondIsRefused(String field) {
        for (int good : new int[] {0, 100}) {
            Received.status("{\"" + field + "\":" + good + "}").whole().statusReport();
        }
        for (int bad : new int[] {-1, 101}) {
            Received.status("{\"" + field + "\":" + bad + "}").isRefused("implausible " + field, "nothing_measured *");
        }
    }

    @Test
    void eachFieldAloneIsAStatus() {
        for (String field : new String[] {
            "\"online\":false", "\"batt\":0", "\"charging\":false", "\"worn\":false", "\"signal\":0", "\"fw\":\"1\""
        }) {
            Received.status("{" + field + "}").whole().statusReport();
        }
    }

    @Test
    void nullIsAbsent() {
        Received.status("{\"online\":null,\"batt\":null,\"charging\":null,\"worn\":null,\"signal\":null,\"fw\":null}")
                .isRefused("nothing_measured *");
    }

    @Test
    void aFirmwareHasAtMost64PrintableCharacters() {
        String longest = "v".repeat(64);
        assertThat(Received.status("{\"fw\":\"" + longest + "\"}")
                        .whole()
                        .statusReport()
                        .firmware())
                .isEqualTo(longest);
        for (String bad : new String[] {longest + "v", "1.0\\u0000", "1.0\\n", "\\ud800"}) {
            Received.status("{\"fw\":\"" + bad + "\"}").isRefused("malformed fw", "nothing_measured *");
        }
    }

    @Test
    void aCommandThatIsDoneMayBeAllABandSays() {
        StatusReport done = Received.status("{\"done\":\"config-17\"}").whole().statusReport();
        assertThat(done.done()).isEqualTo("config-17");
        assertThat(done.hasStatus()).isFalse();
        Received.status("{\"done\":\"" + "x".repeat(65) + "\"}").isRefused("malformed done", "nothing_measured *");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "\"online\"", "{\"online\":true", "{\"online\":true} {}"})
    void aPayloadThatIsNoObjectIsRefused(String payload) {
        Received.status(payload).isRefused("malformed *");
    }
}
