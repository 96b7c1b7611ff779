package io.kanhu.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kanhu.simulator.band.CannotRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CityPastTest {
    @TempDir
    private Path data;

    @Test
    void aBandReportsEveryFiftySecondsForThirtyDays() {
        assertThat(CityPast.bandsFor(200_000_000)).isEqualTo(3_858);
        assertThat(CityPast.bandsFor(1)).isEqualTo(1);
    }

    @Test
    void whatDoesNotFitOnTheDiskIsNotBegun() {
        assertThatThrownBy(() -> CityPast.requireSpace(data, 10_000_000_000_000L))
                .isInstanceOf(CannotRun.class)
                .hasMessageContaining("10,000,000,000,000 rows need about")
                .hasMessageContaining("GiB free in " + data);
    }
}
