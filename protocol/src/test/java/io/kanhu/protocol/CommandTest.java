package io.kanhu.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandTest {

    @Test
    void aNoticeHasItsWordsTheirLanguageAndTheAlert() {
        assertThat(json(new Command.Notice("alert-17", "已有人接单，正在赶来。", "zh-CN", 17L)))
                .isEqualTo(
                        "{\"id\":\"alert-17\",\"type\":\"notice\",\"text\":\"已有人接单，正在赶来。\",\"lang\":\"zh-CN\",\"alert\":17}");
    }

    @Test
    void aNoticeWithoutAnAlertHasNoSuchField() {
        assertThat(json(new Command.Notice("n1", "Good morning", "en", null)))
                .isEqualTo("{\"id\":\"n1\",\"type\":\"notice\",\"text\":\"Good morning\",\"lang\":\"en\"}");
    }

    @Test
    void wordsAreEscapedAsJsonDemands() {
        assertThat(json(new Command.Notice("n2", "\"Yes\"\n\\ \u0007", "en", null)))
                .contains("\"text\":\"\\\"Yes\\\"\\n\\\\ \\u0007\"");
    }

    @Test
    void aMeasurementNamesWhatToMeasure() {
        assertThat(json(new Command.Measure("m1", List.of("bp", "hr"))))
                .isEqualTo("{\"id\":\"m1\",\"type\":\"measure\",\"what\":[\"bp\",\"hr\"]}");
        assertThat(json(new Command.Measure("m2", List.of("hr", "bp", "spo2", "temp"))))
                .endsWith("\"what\":[\"hr\",\"bp\",\"spo2\",\"temp\"]}");
    }

    @Test
    void onlyWhatBandsMeasureCanBeAskedFor() {
        assertThatThrownBy(() -> new Command.Measure("m3", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("m3");
        assertThatThrownBy(() -> new Command.Measure("m4", List.of("hr", "steps")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("steps");
    }

    @Test
    void aMeasurementDoesNotChangeWithTheListItWasMadeFrom() {
        List<String> what = new ArrayList<>(List.of("hr"));
        Command.Measure measure = new Command.Measure("m5", what);
        what.add("steps");
        assertThat(measure.what()).containsExactly("hr");
    }

    @Test
    void aQuestionForThePlaceHasNothingMore() {
        assertThat(json(new Command.Locate("l1"))).isEqualTo("{\"id\":\"l1\",\"type\":\"locate\"}");
    }

    @Test
    void aConfigurationNamesOnlyWhatChanges() {
        assertThat(json(new Command.Config("c1", Duration.ofSeconds(50), Duration.ofMinutes(5))))
                .isEqualTo(
                        "{\"id\":\"c1\",\"type\":\"config\",\"vitalsEverySeconds\":50,\"locationEverySeconds\":300}");
        assertThat(json(new Command.Config("c2", null, Duration.ofMinutes(1))))
                .isEqualTo("{\"id\":\"c2\",\"type\":\"config\",\"locationEverySeconds\":60}");
        assertThat(json(new Command.Config("c3", Duration.ofMinutes(1), null)))
                .isEqualTo("{\"id\":\"c3\",\"type\":\"config\",\"vitalsEverySeconds\":60}");
    }

    private static String json(Command command) {
        return new String(command.toJson(), StandardCharsets.UTF_8);
    }
}
