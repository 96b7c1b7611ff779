package io.kanhu.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromQlTest {
    @Test
    void aQueryIsReadForItsSeriesAlone() {
        assertThat(PromQl.seriesIn(
                        "sum by (le, lane) (rate(a_bucket{lane=\"sos\",le=~\"b|c\"}[5m])) / (d offset 1h > bool 60)"
                                + " and max_over_time(sum(e)[1h:1m]) >= 20 unless on (link) up == 0"))
                .containsExactly("a_bucket", "d", "e");
    }
}
