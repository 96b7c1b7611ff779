package io.kanhu.alerting.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GapsTest {
    private static final Instant NOON = Instant.parse("2026-03-21T04:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Gaps gaps = new Gaps(10, PATIENCE);

    @Test
    void idsInARowLeaveNoGap() {
        assertThat(gaps.take(11, NOON)).isTrue();
        assertThat(gaps.take(12, NOON)).isTrue();
        assertThat(gaps.readAfter()).isEqualTo(12);
        assertThat(gaps.size()).isZero();
    }

    @Test
    void whatWasReadIsNotNewASecondTime() {
        gaps.take(11, NOON);
        assertThat(gaps.take(11, NOON)).isFalse();
        assertThat(gaps.take(10, NOON)).isFalse();
    }

    @Test
    void skippedIdsAreLookedForUntilTheyCome() {
        gaps.take(14, NOON);
        assertThat(gaps.readAfter()).isEqualTo(10);
        assertThat(gaps.take(12, NOON)).isTrue();
        assertThat(gaps.take(12, NOON)).isFalse();
        assertThat(gaps.readAfter()).isEqualTo(10);
        assertThat(gaps.take(11, NOON)).isTrue();
        assertThat(gaps.readAfter()).isEqualTo(12);
        assertThat(gaps.take(13, NOON)).isTrue();
        assertThat(gaps.readAfter()).isEqualTo(14);
    }

    @Test
    void eachSkippedIdHasItsOwnPatience() {
        gaps.take(12, NOON);
        gaps.take(14, NOON.plusSeconds(30));
        gaps.forget(NOON.plus(PATIENCE));
        assertThat(gaps.size()).isEqualTo(2);
        gaps.forget(NOON.plus(PATIENCE).plusMillis(1));
        assertThat(gaps.size()).isEqualTo(1);
        assertThat(gaps.readAfter()).isEqualTo(12);
        assertThat(gaps.take(11, NOON)).isFalse();
    }
}
