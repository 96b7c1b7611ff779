package io.kanhu.alerting.day;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * People who answer, ignore, can't, lose their phones or come late, through nights and changes of shift: everything Kanhu does is
 * what the model says, to the millisecond. {@code ./kanhu bench day} prints what comes of it.
 */
class DayIT {
    @Test
    void inTheMorningOfASmallTownEverythingIsAsTheDesignSays() {
        Verdict verdict = Verdict.of(PlanWriter.write(7, 300, 7, 11));
        assertThat(verdict.faults()).isEmpty();
        assertThat(verdict.cases()).isGreaterThan(10);
    }
}
