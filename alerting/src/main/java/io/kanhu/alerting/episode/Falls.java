package io.kanhu.alerting.episode;

import io.kanhu.ingest.SosHook.Pressed;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import org.jdbi.v3.core.Handle;

/**
 * Whether wearers have just fallen who call for help. Asked for together for all presses of one transaction: when a thousand people call
 * at once, each way to the database and back is a second of waiting. What belongs to a transaction that was rolled back is forgotten
 * with its handle. Thread-safe.
 */
final class Falls {
    private final Map<Handle, Map<Pressed, Long>> known = Collections.synchronizedMap(new WeakHashMap<>());

    /** Asks about all of these. */
    void ask(Handle handle, List<Pressed> presses) {
        Map<Pressed, Long> found = new HashMap<>();
        handle.createQuery("""
                        SELECT u.number, case_beside(u.wearer, 'fall', u.pressed, make_interval(secs => :within), :patience) AS fall
                          FROM unnest(:wearers::bigint[], :pressed::timestamptz[]) WITH ORDINALITY AS u (wearer, pressed, number)
                         WHERE u.wearer IS NOT NULL
                        """)
                .bindArray(
                        "wearers",
                        Long.class,
                        presses.stream().map(Pressed::wearerId).toList())
                .bindArray(
                        "pressed",
                        String.class,
                        presses.stream()
                                .map(one -> one.press().pressedAt().toString())
                                .toList())
                .bind("within", FallAndCall.SAME_MOMENT.toSeconds())
                .bind("patience", (int) FallAndCall.PATIENCE.toMillis())
                .map((row, context) -> Map.entry(
                        presses.get(row.getInt("number") - 1), Optional.ofNullable(row.getObject("fall", Long.class))))
                .forEach(entry -> entry.getValue().ifPresent(fall -> found.put(entry.getKey(), fall)));
        known.put(handle, found);
    }

    /** The fall that a press belongs to, as far as anybody knew before the transaction. */
    Optional<Long> of(Handle handle, Pressed press) {
        return Optional.ofNullable(known.getOrDefault(handle, Map.of()).get(press));
    }

    /** The transaction is about to commit. */
    void forget(Handle handle) {
        known.remove(handle);
    }
}
