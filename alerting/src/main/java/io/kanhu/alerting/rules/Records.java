package io.kanhu.alerting.rules;

import io.kanhu.alerting.episode.Subject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** What is stored about suspects; reads inside the caller's transaction, and so sees the batch that is being written. Blocks. */
final class Records {
    /** Where a band does not say how exact a position is, it may well be a cell of the mobile network. */
    static final double ACCURACY_METRES = 300;

    /** No setting wants to look further back than this for when a band was taken off. */
    private static final Duration LONGEST_OFF = Duration.ofHours(7);

    /** A band's clock may run ahead by so much. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    /** A band that finds out where it is each second is at the last minute. */
    private static final int MOST_FIXES = 120;

    private Records() {}

    /**
     * Pulses and steps up to each suspect's reading, in the order of the suspects: one question for all of them. Positions and age are
     * not in it.
     */
    static List<History> of(Handle handle, List<Suspect> suspects) {
        List<History> histories =
                Stream.generate(Records::empty).limit(suspects.size()).toList();
        Instant earliest =
                suspects.stream().map(Suspect::at).min(Instant::compareTo).orElseThrow();
        handle.createQuery("""
                        SELECT s.n, v.measured_at, v.heart_rate, v.steps, v.quality
                          FROM unnest(:bands::text[], :wearers::int8[], :millis::int8[])
                               WITH ORDINALITY AS s (band, wearer, millis, n)
                         CROSS JOIN LATERAL (
                               SELECT measured_at, heart_rate, steps, quality FROM vital_sign v
                                WHERE v.band = s.band AND v.wearer_id = s.wearer AND v.measured_at > :since
                                  AND v.measured_at > 'epoch'::timestamptz + (s.millis - :reach) * INTERVAL '1 ms'
                                  AND v.measured_at <= 'epoch'::timestamptz + s.millis * INTERVAL '1 ms'
                                  AND (v.heart_rate IS NOT NULL OR v.steps IS NOT NULL)) AS v
                         ORDER BY s.n, v.measured_at
                        """)
                .bindArray(
                        "bands",
                        String.class,
                        suspects.stream().map(Suspect::band).toList())
                .bindArray(
                        "wearers",
                        Long.class,
                        suspects.stream().map(s -> s.worn().wearerId()).toList())
                .bindArray(
                        "millis",
                        Long.class,
                        suspects.stream().map(s -> s.at().toEpochMilli()).toList())
                .bind("reach", History.REACH.toMillis())
                .bind("since", earliest.minus(History.REACH).atOffset(ZoneOffset.UTC))
                .map((row, context) -> addTo(histories.get(row.getInt("n") - 1), row))
                .forEach(taken -> {});
        return histories;
    }

    /** Adds where the suspect was and how old the wearer is: asked for only when the pulses amount to something. */
    static History completed(Handle handle, Suspect suspect, History history) {
        List<Position> positions = about(handle, suspect, """
                        SELECT measured_at, latitude, longitude, coalesce(accuracy, :accuracy) AS accuracy FROM location_fix
                         WHERE band = :band AND wearer_id = :wearer AND measured_at > :since AND measured_at <= :at
                         ORDER BY measured_at
                        """)
                .bind("accuracy", ACCURACY_METRES)
                .map((row, context) -> position(row))
                .list();
        Integer age = handle.createQuery(
                        "SELECT extract(year FROM age(:at, born_on))::int FROM wearer WHERE id = :wearer")
                .bind("wearer", suspect.worn().wearerId())
                .bind("at", suspect.at().atOffset(ZoneOffset.UTC))
                .mapTo(Integer.class)
                .findOne()
                .orElse(null);
        return new History(history.pulses(), history.steps(), positions, age);
    }

    /** Where the band was in the last hours; also since, if the suspect came out of turn. */
    static List<Position> fixes(Handle handle, Suspect suspect) {
        return fixes(handle, suspect.subject(), suspect.at(), suspect.receivedAt());
    }

    /** The same of somebody, up to that moment. */
    static List<Position> fixes(Handle handle, Subject subject, Instant from, Instant until) {
        return handle.createQuery("""
                        SELECT measured_at, latitude, longitude, coalesce(accuracy, :accuracy) AS accuracy FROM location_fix
                         WHERE band = :band AND wearer_id = :wearer AND measured_at > :since AND measured_at <= :until
                         ORDER BY measured_at DESC LIMIT :most
                        """)
                .bind("accuracy", ACCURACY_METRES)
                .bind("band", subject.band())
                .bind("wearer", subject.wearerId())
                .bind("since", from.minus(ZoneRule.REACH).atOffset(ZoneOffset.UTC))
                .bind("until", until.plus(AHEAD).atOffset(ZoneOffset.UTC))
                .bind("most", MOST_FIXES)
                .map((row, context) -> position(row))
                .list()
                .reversed();
    }

    /** Whether the band said lately that it lies somewhere, and has not said otherwise since. */
    static boolean isTakenOff(Handle handle, Suspect suspect) {
        return about(handle, suspect, """
                        SELECT worn FROM band_status
                         WHERE band = :band AND wearer_id = :wearer AND measured_at > :since AND measured_at <= :at
                           AND worn IS NOT NULL
                         ORDER BY measured_at DESC LIMIT 1
                        """)
                .mapTo(boolean.class)
                .findOne()
                .map(worn -> !worn)
                .orElse(false);
    }

    /** When somebody last ended a case of the same kind about the same wearer, if that is not longer ago. */
    static Optional<Instant> seenToSince(Handle handle, Suspect suspect, Duration atMost) {
        return handle.createQuery("""
                        SELECT max(resolved_at) FROM alert
                         WHERE wearer_id = :wearer AND kind = :kind AND resolved_at > :since
                        """)
                .bind("wearer", suspect.worn().wearerId())
                .bind("kind", suspect.kind().code())
                .bind("since", suspect.at().minus(atMost).atOffset(ZoneOffset.UTC))
                .mapTo(OffsetDateTime.class)
                .findOne()
                .map(OffsetDateTime::toInstant);
    }

    /** Pressures of the last quarter of an hour up to the suspect's. */
    static List<Pressure> pressures(Handle handle, Suspect suspect) {
        return about(handle, suspect, """
                        SELECT measured_at, systolic, diastolic FROM vital_sign
                         WHERE band = :band AND wearer_id = :wearer AND measured_at > :since AND measured_at <= :at
                           AND systolic IS NOT NULL AND diastolic IS NOT NULL AND coalesce(quality, 100) >= :trusted
                         ORDER BY measured_at
                        """)
                .bind("trusted", Suspicion.TRUSTED_QUALITY)
                .map((row, context) -> new Pressure(instant(row), row.getInt("systolic"), row.getInt("diastolic")))
                .list();
    }

    /** Since when the band has been saying that nobody wears it; nothing if it says otherwise. */
    static @Nullable Instant takenOffSince(Handle handle, Suspect suspect) {
        return handle.createQuery("""
                        SELECT min(measured_at) FROM band_status s
                         WHERE band = :band AND wearer_id = :wearer AND measured_at > :since AND measured_at <= :at
                           AND NOT worn
                           AND NOT EXISTS (SELECT FROM band_status o
                                            WHERE o.band = :band AND o.measured_at > s.measured_at
                                              AND o.measured_at <= :at AND o.worn)
                        """)
                .bind("band", suspect.band())
                .bind("wearer", suspect.worn().wearerId())
                .bind("since", suspect.at().minus(LONGEST_OFF).atOffset(ZoneOffset.UTC))
                .bind("at", suspect.at().atOffset(ZoneOffset.UTC))
                .mapTo(OffsetDateTime.class)
                .findOne()
                .map(OffsetDateTime::toInstant)
                .orElse(null);
    }

    private static Query about(Handle handle, Suspect suspect, String sql) {
        return handle.createQuery(sql)
                .bind("band", suspect.band())
                .bind("wearer", suspect.worn().wearerId())
                .bind("since", suspect.at().minus(History.REACH).atOffset(ZoneOffset.UTC))
                .bind("at", suspect.at().atOffset(ZoneOffset.UTC));
    }

    private static History empty() {
        return new History(new ArrayList<>(), new ArrayList<>(), List.of(), null);
    }

    private static History addTo(History history, ResultSet row) throws SQLException {
        Integer bpm = integer(row, "heart_rate");
        if (bpm != null && Suspicion.trusts(integer(row, "quality"))) {
            history.pulses().add(new Pulse(instant(row), bpm));
        }
        Integer steps = integer(row, "steps");
        if (steps != null) {
            history.steps().add(new StepCount(instant(row), steps));
        }
        return history;
    }

    /** Of a row with {@code measured_at}, {@code latitude}, {@code longitude} and {@code accuracy}. */
    static Position position(ResultSet row) throws SQLException {
        return new Position(
                instant(row), row.getDouble("latitude"), row.getDouble("longitude"), row.getDouble("accuracy"));
    }

    static Instant instant(ResultSet row) throws SQLException {
        return row.getObject("measured_at", OffsetDateTime.class).toInstant();
    }

    private static @Nullable Integer integer(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }
}
