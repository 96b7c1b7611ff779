package io.kanhu.ingest.state;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The states that wait to be written, the one that has waited longest first. Not thread-safe. */
public final class PendingStates {
    private final Map<Long, WearerState> states = new LinkedHashMap<>();

    PendingStates() {}

    /**
     * The state of a wearer, to be told what was measured.
     *
     * @param at when something was measured, milliseconds since the epoch
     */
    public WearerState of(long wearerId, String band, long at) {
        WearerState state = states.get(wearerId);
        if (state == null) {
            state = new WearerState(wearerId, band, at);
            states.put(wearerId, state);
        } else {
            state.heard(band, at);
        }
        return state;
    }

    int size() {
        return states.size();
    }

    /** Removes those that have waited longest. */
    List<WearerState> take(int most) {
        List<WearerState> taken = new ArrayList<>(Math.min(most, states.size()));
        Iterator<WearerState> oldest = states.values().iterator();
        while (oldest.hasNext() && taken.size() < most) {
            taken.add(oldest.next());
            oldest.remove();
        }
        return taken;
    }

    /** Takes back what could not be written. */
    void giveBack(List<WearerState> notWritten) {
        for (WearerState state : notWritten) {
            states.merge(state.wearerId, state, (newer, older) -> {
                newer.merge(older);
                return newer;
            });
        }
    }
}
