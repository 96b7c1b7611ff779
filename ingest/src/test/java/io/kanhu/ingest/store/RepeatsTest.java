package io.kanhu.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RepeatsTest {
    private final Repeats repeats = new Repeats();

    @Test
    void batchesAreTrustedUntilOneRepeatsWhatIsStored() {
        assertThat(repeats.mayCome()).isFalse();
        assertThat(repeats.mayCome()).isFalse();
    }

    @Test
    void careLastsForAWhileAndThenTrustIsTriedAgain() {
        assertThat(careAfterARepeat()).isBetween(10, 1_000);
        assertThat(repeats.mayCome()).isFalse();
    }

    @Test
    void whereRepeatsGoOnTrustIsTriedEverLessOften() {
        int first = careAfterARepeat();
        int second = careAfterARepeat();
        assertThat(second).isEqualTo(2 * first);
        for (int i = 0; i < 20; i++) {
            careAfterARepeat();
        }
        int longest = careAfterARepeat();
        assertThat(careAfterARepeat()).isEqualTo(longest);
    }

    @Test
    void afterALongTimeWithoutCareIsShortAgain() {
        int first = careAfterARepeat();
        int second = careAfterARepeat();
        for (int i = 0; i < second + 1; i++) {
            assertThat(repeats.mayCome()).isFalse();
        }
        assertThat(careAfterARepeat()).isEqualTo(first);
    }

    /** Trusts one batch, meets a repeat in it, and counts the careful batches that follow. */
    private int careAfterARepeat() {
        repeats.mayCome();
        repeats.met();
        int careful = 0;
        while (repeats.mayCome()) {
            careful++;
        }
        return careful;
    }
}
