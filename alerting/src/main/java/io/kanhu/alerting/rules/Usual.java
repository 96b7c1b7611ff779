package io.kanhu.alerting.rules;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What is usual for one wearer and what their limits are, for charts. Blocks; call it on virtual threads. */
public final class Usual {
    private final Jdbi jdbi;
    private final LimitsBook limits;

    /** @param limits are read as the rules read them */
    public Usual(Jdbi jdbi, LimitsBook limits) {
        this.jdbi = jdbi;
        this.limits = limits;
    }

    /**
     * The pulse by the hour of the city's day, in beats per minute; {@code null} at hours of which too little is known.
     *
     * @param medians 24 of them
     * @param deviations median absolute ones
     */
    public record Pulse(List<@Nullable Integer> medians, List<@Nullable Integer> deviations, Instant computedAt) {}

    /** Limits that hold for a wearer who lives in that grid, {@code null} for in none. */
    public Limits limitsOf(long wearerId, @Nullable Long gridId) {
        return limits.of(wearerId, gridId);
    }

    /** Nothing if too few days are known. */
    public Optional<Pulse> pulseOf(long wearerId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT medians, deviations, computed_at FROM pulse_baseline WHERE wearer_id = :wearer")
                .bind("wearer", wearerId)
                .map((row, context) -> new Pulse(
                        numbers(row, "medians"),
                        numbers(row, "deviations"),
                        row.getObject("computed_at", OffsetDateTime.class).toInstant()))
                .findOne());
    }

    private static List<@Nullable Integer> numbers(ResultSet row, String column) throws SQLException {
        List<@Nullable Integer> numbers = new ArrayList<>();
        for (Object one : (Object[]) row.getArray(column).getArray()) {
            numbers.add(one == null ? null : ((Number) one).intValue());
        }
        return Collections.unmodifiableList(numbers);
    }
}
