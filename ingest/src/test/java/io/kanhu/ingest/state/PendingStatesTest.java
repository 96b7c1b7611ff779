package io.kanhu.ingest.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PendingStatesTest {
    private final PendingStates pending = new PendingStates();

    @Test
    void whoHasWaitedLongestIsTakenFirstHoweverOftenThereIsNews() {
        pending.of(1, "b1", 10);
        pending.of(2, "b2", 10);
        pending.of(1, "b1", 20);
        assertThat(pending.take(1)).extracting(state -> state.wearerId).containsExactly(1L);
        assertThat(pending.take(5)).extracting(state -> state.wearerId).containsExactly(2L);
    }

    @Test
    void whatCouldNotBeWrittenDoesNotStandBeforeWhatHasComeSince() {
        WearerState first = pending.of(1, "b1", 10);
        first.heartRate(60, 10);
        first.battery(50, 10);
        List<WearerState> failed = pending.take(1);
        pending.of(1, "b2", 20).heartRate(70, 20);
        pending.giveBack(failed);
        WearerState both = pending.take(1).getFirst();
        assertThat(List.of(both.heartRate, both.battery)).containsExactly(70, 50);
        assertThat(both.band).isEqualTo("b2");
    }
}
