package io.kanhu.alerting.episode;

import io.kanhu.ingest.SosHook.Pressed;
import io.kanhu.protocol.SosPress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * What has to be known about a press before it becomes a case: whether the wearer has just fallen, and where the band was last. Asked
 * for together for all presses of one transaction: when a thousand people call at once, each way to the database and back is a second of
 * waiting. What belongs to a transaction that was rolled back is forgotten with its handle. Thread-safe.
 */
final class Surroundings {
    private static final String MANY = sql("""
            unnest(:wearers::bigint[], :bands::text[], :pressed::timestamptz[], :located::boolean[])
                   WITH ORDINALITY AS u (wearer, band, pressed, located, number)
            """);

    /** One alone is asked for by plain values: for arrays, PostgreSQL would plan this anew every time. */
    private static final String ONE = sql("""
            (VALUES (:wearer::bigint, :band::text, :pressed::timestamptz, :located::boolean, 1))
                   AS u (wearer, band, pressed, located, number)
            """);

    private final Map<Handle, Map<Pressed, Known>> known = Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * About one press.
     *
     * @param fall that it belongs to, as far as anybody knew before the transaction
     * @param lastPlace of the band; asked for only where the press does not bring its own
     */
    record Known(Optional<Long> fall, Optional<Place> lastPlace) {}

    /**
     * Asks about all of these.
     *
     * @param since an older fix says little about where somebody is
     */
    void ask(Handle handle, List<Pressed> presses, Instant since) {
        known.put(handle, presses.size() == 1 ? one(handle, presses.getFirst(), since) : many(handle, presses, since));
    }

    /** What was found about one of them. A press that was not asked about before is asked about now. */
    Known of(Handle handle, Pressed press, Instant since) {
        Known found = known.getOrDefault(handle, Map.of()).get(press);
        return found == null
                ? one(handle, press, since).getOrDefault(press, new Known(Optional.empty(), Optional.empty()))
                : found;
    }

    /** The transaction is about to commit. */
    void forget(Handle handle) {
        known.remove(handle);
    }

    private static String sql(String presses) {
        return """
                SELECT u.number, f.latitude, f.longitude, f.accuracy, f.measured_at,
                       CASE WHEN u.wearer IS NOT NULL
                            THEN case_beside(u.wearer, 'fall', u.pressed, make_interval(secs => :within), :patience) END AS fall
                  FROM %s
                  LEFT JOIN LATERAL (SELECT latitude, longitude, accuracy, measured_at FROM location_fix
                                      WHERE band = u.band AND measured_at > :since
                                      ORDER BY measured_at DESC LIMIT 1) AS f ON NOT u.located
                """.formatted(presses);
    }

    private static Map<Pressed, Known> one(Handle handle, Pressed pressed, Instant since) {
        SosPress press = pressed.press();
        return read(
                handle.createQuery(ONE)
                        .bind("wearer", pressed.wearerId())
                        .bind("band", pressed.band())
                        .bind("pressed", press.pressedAt().atOffset(ZoneOffset.UTC))
                        .bind("located", press.fix() != null),
                List.of(pressed),
                since);
    }

    private static Map<Pressed, Known> many(Handle handle, List<Pressed> presses, Instant since) {
        return read(
                handle.createQuery(MANY)
                        .bindArray(
                                "wearers",
                                Long.class,
                                presses.stream().map(Pressed::wearerId).toList())
                        .bindArray(
                                "bands",
                                String.class,
                                presses.stream().map(Pressed::band).toList())
                        .bindArray(
                                "pressed",
                                String.class,
                                presses.stream()
                                        .map(one -> one.press().pressedAt().toString())
                                        .toList())
                        .bindArray(
                                "located",
                                Boolean.class,
                                presses.stream()
                                        .map(one -> one.press().fix() != null)
                                        .toList()),
                presses,
                since);
    }

    private static Map<Pressed, Known> read(Query query, List<Pressed> presses, Instant since) {
        Map<Pressed, Known> found = new HashMap<>();
        query.bind("since", since.atOffset(ZoneOffset.UTC))
                .bind("within", FallAndCall.SAME_MOMENT.toSeconds())
                .bind("patience", (int) FallAndCall.PATIENCE.toMillis())
                .map((row, context) -> Map.entry(presses.get(row.getInt("number") - 1), known(row)))
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    private static Known known(ResultSet row) throws SQLException {
        Optional<Place> place =
                row.getObject("measured_at") == null ? Optional.empty() : Optional.of(Place.read(row, "measured_at"));
        return new Known(Optional.ofNullable(row.getObject("fall", Long.class)), place);
    }
}
