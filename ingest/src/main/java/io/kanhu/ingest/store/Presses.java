package io.kanhu.ingest.store;

import io.kanhu.ingest.SosHook;
import io.kanhu.protocol.Fix;
import io.kanhu.protocol.SosPress;
import io.kanhu.registry.Band;
import io.kanhu.registry.Worn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * The presses of one transaction as rows, stored together and told which alerts they count for together: when a thousand people call
 * at once, each way to the database and back is a second of waiting. Used by one thread; blocks.
 */
final class Presses {
    private final Handle handle;
    private final List<Arrival> arrivals;
    private final Set<Key> fresh;
    private final Map<Key, @Nullable Worn> worn = new HashMap<>();
    private final Map<Key, Long> alerts = new LinkedHashMap<>();

    private record Key(String band, String id, long millis) {
        static final Comparator<Key> ORDER =
                Comparator.comparing(Key::band).thenComparing(Key::id).thenComparing(Key::millis);

        static Key of(String band, SosPress press) {
            return new Key(band, press.id(), press.deviceMillis());
        }
    }

    /** {@code worn}: by whom when it was pressed. */
    private record Arrival(
            String band, SosPress press, @Nullable Worn worn, Instant receivedAt) {
        @Nullable
        Long wearerId() {
            return worn == null ? null : worn.wearerId();
        }

        Key key() {
            return Key.of(band, press);
        }
    }

    /** Stores those that are not known yet. */
    Presses(Handle handle, List<Entry> batch) {
        this.handle = handle;
        this.arrivals = new ArrayList<>();
        for (Entry entry : batch) {
            if (entry.message() instanceof SosPress press) {
                String band = entry.delivery().band();
                arrivals.add(new Arrival(
                        band,
                        press,
                        wornAt(handle, entry, press),
                        entry.delivery().receivedAt()));
            }
        }
        arrivals.forEach(arrival -> worn.put(arrival.key(), arrival.worn()));
        // In one order everywhere: servers that are told of the same presses must not wait for one another crosswise.
        arrivals.sort(Comparator.comparing(Arrival::key, Key.ORDER));
        this.fresh = arrivals.isEmpty() ? new HashSet<>() : insert(arrivals);
    }

    /** The full presses that were not known before, each once. */
    List<SosHook.Pressed> calls() {
        Set<Key> seen = new HashSet<>();
        return arrivals.stream()
                .filter(arrival -> arrival.press().isFullPress() && fresh.contains(arrival.key()))
                .filter(arrival -> seen.add(arrival.key()))
                .map(arrival -> new SosHook.Pressed(arrival.band(), arrival.wearerId(), arrival.press()))
                .toList();
    }

    /** Who wore the band when it was pressed; {@code null} if nobody is known to. */
    @Nullable
    Worn wornBy(String band, SosPress press) {
        return worn.get(Key.of(band, press));
    }

    /** Whether it was not known before; one that came in twice at once is new the first time. */
    boolean isNew(String band, SosPress press) {
        return fresh.remove(Key.of(band, press));
    }

    /** Notes which alert a press counts for. */
    void countsFor(String band, SosPress press, long alertId) {
        alerts.put(Key.of(band, press), alertId);
    }

    /** Writes down what was noted; before anybody asks for it. */
    void linkAlerts() {
        if (alerts.isEmpty()) {
            return;
        }
        if (alerts.size() == 1) {
            alerts.forEach(this::linkOne);
        } else {
            linkAll(List.copyOf(alerts.keySet()));
        }
        alerts.clear();
    }

    /** By plain values: for arrays, PostgreSQL plans anew every time. */
    private void linkOne(Key key, long alertId) {
        handle.createUpdate("""
                        UPDATE sos_press SET alert_id = :alert
                         WHERE band = :band AND press_id = :id AND device_millis = :millis
                        """)
                .bind("alert", alertId)
                .bind("band", key.band())
                .bind("id", key.id())
                .bind("millis", key.millis())
                .execute();
    }

    private void linkAll(List<Key> keys) {
        handle.createUpdate("""
                        UPDATE sos_press p SET alert_id = u.alert
                          FROM unnest(:bands::text[], :ids::text[], :millis::bigint[], :alerts::bigint[])
                               AS u (band, id, millis, alert)
                         WHERE p.band = u.band AND p.press_id = u.id AND p.device_millis = u.millis
                        """)
                .bindArray("bands", String.class, keys.stream().map(Key::band).toList())
                .bindArray("ids", String.class, keys.stream().map(Key::id).toList())
                .bindArray("millis", Long.class, keys.stream().map(Key::millis).toList())
                .bindArray("alerts", Long.class, List.copyOf(alerts.values()))
                .execute();
    }

    /** A band that was handed out a moment ago may be pressed before this server has heard of it: then the database is asked. */
    private static @Nullable Worn wornAt(Handle handle, Entry entry, SosPress press) {
        Band known = entry.band();
        Worn worn = known == null ? null : known.wearerAt(press.pressedAt());
        return worn == null ? Worn.inDatabase(handle, entry.delivery().band(), press.pressedAt()) : worn;
    }

    private Set<Key> insert(List<Arrival> arrivals) {
        Update update = handle.createUpdate("""
                INSERT INTO sos_press (band, press_id, device_millis, wearer_id, pressed_at, received_at,
                                       clock_believed, press_millis, latitude, longitude, accuracy, heart_rate)
                SELECT * FROM unnest(:bands::text[], :ids::text[], :millis::bigint[], :wearers::bigint[],
                                     :pressed::timestamptz[], :received::timestamptz[], :believed::boolean[],
                                     :held::integer[], :latitudes::float8[], :longitudes::float8[],
                                     :accuracies::real[], :pulses::smallint[])
                ON CONFLICT DO NOTHING
                """);
        bindKeys(update, arrivals);
        bindFacts(update, arrivals);
        bindFixes(update, arrivals);
        return new HashSet<>(update.executeAndReturnGeneratedKeys("band", "press_id", "device_millis")
                .map((row, context) ->
                        new Key(row.getString("band"), row.getString("press_id"), row.getLong("device_millis")))
                .list());
    }

    private static void bindKeys(Update update, List<Arrival> arrivals) {
        List<Key> keys = arrivals.stream().map(Arrival::key).toList();
        update.bindArray("bands", String.class, keys.stream().map(Key::band).toList())
                .bindArray("ids", String.class, keys.stream().map(Key::id).toList())
                .bindArray("millis", Long.class, keys.stream().map(Key::millis).toList());
    }

    private static void bindFacts(Update update, List<Arrival> arrivals) {
        List<@Nullable Long> wearers = new ArrayList<>();
        List<String> pressed = new ArrayList<>();
        List<String> received = new ArrayList<>();
        List<Boolean> believed = new ArrayList<>();
        List<@Nullable Integer> held = new ArrayList<>();
        List<@Nullable Integer> pulses = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            wearers.add(arrival.wearerId());
            pressed.add(arrival.press().pressedAt().toString());
            received.add(arrival.receivedAt().toString());
            believed.add(arrival.press().clockBelieved());
            held.add(arrival.press().pressMillis());
            pulses.add(arrival.press().heartRateBpm());
        }
        update.bindArray("wearers", Long.class, wearers)
                .bindArray("pressed", String.class, pressed)
                .bindArray("received", String.class, received)
                .bindArray("believed", Boolean.class, believed)
                .bindArray("held", Integer.class, held)
                .bindArray("pulses", Integer.class, pulses);
    }

    private static void bindFixes(Update update, List<Arrival> arrivals) {
        List<@Nullable Double> latitudes = new ArrayList<>();
        List<@Nullable Double> longitudes = new ArrayList<>();
        List<@Nullable Double> accuracies = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            Fix fix = arrival.press().fix();
            latitudes.add(fix == null ? null : fix.latitude());
            longitudes.add(fix == null ? null : fix.longitude());
            accuracies.add(fix == null ? null : fix.accuracyMetres());
        }
        update.bindArray("latitudes", Double.class, latitudes)
                .bindArray("longitudes", Double.class, longitudes)
                .bindArray("accuracies", Double.class, accuracies);
    }
}
