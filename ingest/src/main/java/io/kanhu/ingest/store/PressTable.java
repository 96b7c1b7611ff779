package io.kanhu.ingest.store;

import io.kanhu.ingest.LastFix;
import io.kanhu.ingest.Part;
import io.kanhu.ingest.SosHook;
import io.kanhu.ingest.SosHook.Seen;
import io.kanhu.ingest.Values;
import io.kanhu.protocol.Fix;
import io.kanhu.protocol.SosPress;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** The table of presses. Blocks. */
final class PressTable {
    /** Of a press that must not be stored yet. */
    private static final String INSERT_ONE = """
            INSERT INTO sos_press (band, press_id, device_millis, wearer_id, pressed_at, received_at,
                                   clock_believed, press_millis, latitude, longitude, accuracy, heart_rate, alert_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String INSERT_ALL = """
            INSERT INTO sos_press (band, press_id, device_millis, wearer_id, pressed_at, received_at,
                                   clock_believed, press_millis, latitude, longitude, accuracy, heart_rate)
            SELECT * FROM unnest(:bands::text[], :ids::text[], :millis::bigint[], :wearers::bigint[],
                                 :pressed::timestamptz[], :received::timestamptz[], :believed::boolean[],
                                 :held::integer[], :latitudes::float8[], :longitudes::float8[],
                                 :accuracies::real[], :pulses::smallint[])
            ON CONFLICT DO NOTHING
            """;

    private PressTable() {}

    /**
     * Stores presses.
     *
     * @return those that were not known yet, each with where its band was last if it does not say itself
     */
    static Map<Arrival.Key, Optional<Seen>> insert(Handle handle, List<Arrival> arrivals) {
        if (arrivals.isEmpty()) {
            return new HashMap<>();
        }
        Update update = handle.createUpdate(INSERT_ALL);
        bindKeys(update, arrivals.stream().map(Arrival::key).toList());
        bindFacts(update, arrivals);
        bindFixes(update, arrivals);
        Map<Arrival.Key, Optional<Seen>> fresh = new HashMap<>();
        update.executeAndReturnGeneratedKeys("band", "press_id", "device_millis")
                .map((row, context) ->
                        new Arrival.Key(row.getString("band"), row.getString("press_id"), row.getLong("device_millis")))
                .forEach(key -> fresh.put(key, Optional.empty()));
        Map<String, Optional<Seen>> last = lastSeen(
                handle,
                arrivals.stream()
                        .filter(arrival -> fresh.containsKey(arrival.key())
                                && arrival.press().fix() == null)
                        .toList());
        fresh.replaceAll((key, none) -> last.getOrDefault(key.band(), none));
        return fresh;
    }

    /** Where the bands were last, before the newest of these came in. */
    private static Map<String, Optional<Seen>> lastSeen(Handle handle, List<Arrival> arrivals) {
        Map<String, Optional<Seen>> seen = new HashMap<>();
        Optional<Instant> newest = arrivals.stream().map(Arrival::receivedAt).max(Instant::compareTo);
        newest.ifPresent(at -> handle.createQuery("""
                        SELECT u.band, f.* FROM unnest(:bands::text[]) AS u (band) CROSS JOIN LATERAL (%s) AS f
                        """.formatted(LastFix.of("u.band", "true")))
                .bindArray(
                        "bands",
                        String.class,
                        arrivals.stream().map(Arrival::band).distinct().toList())
                .bind("since", utc(at.minus(SosHook.FRESH_FIX)))
                .map((row, context) -> Map.entry(row.getString("band"), LastFix.read(row)))
                .forEach(entry -> seen.put(entry.getKey(), entry.getValue())));
        return seen;
    }

    /** One press with the alert it counts for. If it is stored already it fails. */
    static Part insert(Arrival arrival, long alertId) {
        return new Part() {
            @Override
            public String sql() {
                return INSERT_ONE;
            }

            @Override
            public void bind(Values values) throws SQLException {
                SosPress press = arrival.press();
                Fix fix = press.fix();
                values.text(arrival.band())
                        .text(press.id())
                        .number(press.deviceMillis())
                        .number(arrival.wearerId())
                        .time(press.pressedAt())
                        .time(arrival.receivedAt())
                        .flag(press.clockBelieved())
                        .count(press.pressMillis())
                        .decimal(fix == null ? null : fix.latitude())
                        .decimal(fix == null ? null : fix.longitude())
                        .decimal(fix == null ? null : fix.accuracyMetres())
                        .count(press.heartRateBpm())
                        .number(alertId);
            }
        };
    }

    /** Writes down which alerts presses count for. */
    static void link(Handle handle, Map<Arrival.Key, Long> alerts) {
        if (alerts.isEmpty()) {
            return;
        }
        Update update = handle.createUpdate("""
                UPDATE sos_press p SET alert_id = u.alert
                  FROM unnest(:bands::text[], :ids::text[], :millis::bigint[], :alerts::bigint[])
                       AS u (band, id, millis, alert)
                 WHERE p.band = u.band AND p.press_id = u.id AND p.device_millis = u.millis
                """);
        bindKeys(update, List.copyOf(alerts.keySet()));
        update.bindArray("alerts", Long.class, List.copyOf(alerts.values())).execute();
    }

    private static void bindKeys(Update update, List<Arrival.Key> keys) {
        update.bindArray(
                        "bands",
                        String.class,
                        keys.stream().map(Arrival.Key::band).toList())
                .bindArray(
                        "ids", String.class, keys.stream().map(Arrival.Key::id).toList())
                .bindArray(
                        "millis",
                        Long.class,
                        keys.stream().map(Arrival.Key::millis).toList());
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

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
