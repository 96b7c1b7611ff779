package io.kanhu.ingest.store;

import io.kanhu.ingest.SosHook.Pressed;
import io.kanhu.ingest.SosHook.Seen;
import io.kanhu.protocol.SosPress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The presses of one transaction, stored together and told which alerts they count for together: when a thousand people call
 * at once, each way to the database and back is a second of waiting. Used by one thread; blocks.
 */
final class Presses {
    private final Handle handle;
    private final Map<Arrival.Key, Arrival> arrivals = new HashMap<>();
    /** Those that are not raised yet, in one order everywhere. */
    private final Map<Arrival.Key, Pressed> fresh = new LinkedHashMap<>();

    private final Map<Arrival.Key, Long> alerts = new LinkedHashMap<>();

    /** Stores those that are not known yet. */
    Presses(Handle handle, List<Entry> batch) {
        this.handle = handle;
        List<Arrival> all = new ArrayList<>();
        for (Entry entry : batch) {
            if (entry.message() instanceof SosPress press) {
                all.add(Arrival.of(handle, entry, press));
            }
        }
        all.forEach(arrival -> arrivals.put(arrival.key(), arrival));
        // In one order everywhere: servers that are told of the same presses must not wait for one another crosswise.
        all.sort(Comparator.comparing(Arrival::key, Arrival.Key.ORDER));
        Map<Arrival.Key, Optional<Seen>> stored = PressTable.insert(handle, all);
        for (Arrival arrival : all) {
            Optional<Seen> seen = stored.get(arrival.key());
            if (seen != null) {
                fresh.putIfAbsent(arrival.key(), arrival.seen(seen.orElse(null)));
            }
        }
    }

    /** The full presses that were not known before, each once. */
    List<Pressed> calls() {
        return fresh.values().stream()
                .filter(pressed -> pressed.press().isFullPress())
                .toList();
    }

    /** Who wore the band when it was pressed; {@code null} if nobody is known to. */
    @Nullable
    Long wearerOf(String band, SosPress press) {
        return Objects.requireNonNull(arrivals.get(Arrival.Key.of(band, press))).wearerId();
    }

    /** A press, unless it was known before; one that came in twice at once is new the first time. */
    Optional<Pressed> takeNew(String band, SosPress press) {
        return Optional.ofNullable(fresh.remove(Arrival.Key.of(band, press)));
    }

    /** Notes which alert a press counts for. */
    void countsFor(Pressed pressed, long alertId) {
        alerts.put(Arrival.Key.of(pressed.band(), pressed.press()), alertId);
    }

    /** Writes down what was noted; before anybody asks for it. */
    void linkAlerts() {
        PressTable.link(handle, alerts);
        alerts.clear();
    }
}
