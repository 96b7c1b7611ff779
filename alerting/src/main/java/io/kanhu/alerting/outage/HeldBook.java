package io.kanhu.alerting.outage;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The calls that are held, by whatever they are asked for, and what became of those that were. Used under its owner's lock. */
final class HeldBook {
    private static final int MOST_RELEASED = 10_000;

    private final Map<UUID, HeldCall> held = new LinkedHashMap<>();
    private final Map<String, HeldCall> byCaller = new HashMap<>();
    private final Map<UUID, HeldCall> byPress = new HashMap<>();
    private final Map<UUID, Long> released = new LinkedHashMap<>();

    void add(HeldCall call) {
        held.put(call.key(), call);
        byCaller.put(call.first().caller(), call);
        call.presses().keySet().forEach(press -> byPress.put(press, call));
    }

    /** A press is one more of a call. */
    void add(HeldCall call, WaitingPress press) {
        call.presses().put(press.key(), press);
        byPress.put(press.key(), call);
    }

    @Nullable
    HeldCall get(UUID key) {
        return held.get(key);
    }

    @Nullable
    HeldCall ofCaller(String caller) {
        return byCaller.get(caller);
    }

    Collection<HeldCall> all() {
        return held.values();
    }

    List<HeldCall> copy() {
        return List.copyOf(held.values());
    }

    int size() {
        return held.size();
    }

    /** A press is stored; returns the call that this ends, if it does: what was done went with its first press. */
    Optional<HeldCall> settle(UUID press) {
        HeldCall call = byPress.remove(press);
        if (call == null) {
            return Optional.empty();
        }
        call.presses().remove(press);
        if (!press.equals(call.key())) {
            return Optional.empty();
        }
        held.remove(press);
        byCaller.remove(call.first().caller(), call);
        Long alert = call.alertId();
        if (alert != null) {
            released.put(press, alert);
            if (released.size() > MOST_RELEASED) {
                released.remove(released.keySet().iterator().next());
            }
        }
        return Optional.of(call);
    }

    boolean knows(UUID press) {
        return byPress.containsKey(press);
    }

    /** As which alert a call is stored by now. */
    @Nullable
    Long alertOf(UUID key) {
        return released.get(key);
    }
}
