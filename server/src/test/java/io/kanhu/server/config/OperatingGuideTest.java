package io.kanhu.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.server.config.SettingKeys.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of settings in {@code docs/operating.md} and the settings there are. */
class OperatingGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "operating.md");
    private static final Map<String, Setting> SETTINGS =
            SettingKeys.all().stream().collect(Collectors.toMap(Setting::key, Function.identity()));

    private record Row(String key, String variable, String byDefault) {}

    @Test
    void everySettingIsInTheGuideAndTheGuideHasNoOther() throws IOException {
        assertThat(rows().stream().map(Row::key)).containsExactlyInAnyOrderElementsOf(SETTINGS.keySet());
    }

    @Test
    void theGuideSaysWhatEachIsCalledInTheEnvironmentAndWhatItIsIfNobodySetsIt() throws IOException {
        assertThat(rows()).allSatisfy(row -> {
            Setting setting = Objects.requireNonNull(SETTINGS.get(row.key()));
            assertThat(row.variable()).isEqualTo(setting.variable());
            Optional<String> byDefault = setting.byDefault();
            if (byDefault.isPresent()) {
                assertThat(row.byDefault()).isEqualTo("`" + byDefault.get() + "`");
            } else {
                assertThat(row.byDefault()).startsWith("absent");
            }
        });
    }

    private static List<Row> rows() throws IOException {
        return Files.readAllLines(GUIDE).stream()
                .filter(line -> line.startsWith("| `kanhu."))
                .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
                .map(cells -> new Row(bare(cells.get(1)), bare(cells.get(2)), cells.get(4)))
                .toList();
    }

    private static String bare(String cell) {
        return cell.replace("`", "");
    }
}
