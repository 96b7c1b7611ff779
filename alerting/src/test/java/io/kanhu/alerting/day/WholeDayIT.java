package io.kanhu.alerting.day;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@link DayIT} for a town of five thousand and a whole day; {@code -Dkanhu.test.seed} plays another one. */
@Tag("long")
class WholeDayIT {
    @Test
    void aDayOfFiveThousandWearersIsAsTheDesignSays() {
        Verdict verdict = Verdict.of(PlanWriter.write(Long.getLong("kanhu.test.seed", 1), 5_000, 0, 24));
        System.out.println(verdict.report());
        assertThat(verdict.faults()).isEmpty();
        assertThat(verdict.cases()).isGreaterThan(500);
    }
}
