package io.kanhu.server.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * How often one may try a password: 5 times for a name from an address, 30 times for a name, 100 times from an address, in 15
 * minutes. Counting by name alone would let anybody lock a worker out. Kept in the database, so it holds for all nodes. Blocks.
 */
final class LoginThrottle {
    static final Duration WINDOW = Duration.ofMinutes(15);
    static final int MOST_OF_NAME_AND_ADDRESS = 5;
    static final int MOST_OF_NAME = 30;
    static final int MOST_OF_ADDRESS = 100;

    private final Jdbi jdbi;
    private final Clock clock;

    LoginThrottle(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    private record Count(long pair, long name, long address, Instant oldest) {}

    /**
     * Counts a try, as failed until {@link #succeeded} says otherwise: tries that run side by side cannot slip past the count.
     *
     * @return how long to wait before the next try, or nothing if this one may go on
     */
    Optional<Duration> begin(String name, String address) {
        Instant now = clock.instant();
        long attempt = jdbi.withHandle(handle -> handle.createQuery(
                        "INSERT INTO login_failure (name, address, at) VALUES (:name, :address, :now) RETURNING id")
                .bind("name", name)
                .bind("address", address)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .mapTo(long.class)
                .one());
        Count count = count(name, address, now);
        boolean tooMany = count.pair() > MOST_OF_NAME_AND_ADDRESS
                || count.name() > MOST_OF_NAME
                || count.address() > MOST_OF_ADDRESS;
        if (!tooMany) {
            return Optional.empty();
        }
        // A try that was not made does not prolong the wait.
        jdbi.useHandle(handle -> handle.createUpdate("DELETE FROM login_failure WHERE id = :id")
                .bind("id", attempt)
                .execute());
        return Optional.of(Duration.between(now, count.oldest().plus(WINDOW)));
    }

    private Count count(String name, String address, Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT count(*) FILTER (WHERE name = :name AND address = :address) AS pair,
                               count(*) FILTER (WHERE name = :name) AS name,
                               count(*) FILTER (WHERE address = :address) AS address,
                               min(at) AS oldest
                          FROM login_failure WHERE (name = :name OR address = :address) AND at > :since
                        """)
                .bind("name", name)
                .bind("address", address)
                .bind("since", now.minus(WINDOW).atOffset(ZoneOffset.UTC))
                .map((row, context) -> new Count(
                        row.getLong("pair"),
                        row.getLong("name"),
                        row.getLong("address"),
                        row.getObject("oldest", OffsetDateTime.class).toInstant()))
                .one());
    }

    /** Whoever got in from here may mistype again. */
    void succeeded(String name, String address) {
        jdbi.useHandle(
                handle -> handle.createUpdate("DELETE FROM login_failure WHERE name = :name AND address = :address")
                        .bind("name", name)
                        .bind("address", address)
                        .execute());
    }

    void forgetOld() {
        jdbi.useHandle(handle -> handle.createUpdate("DELETE FROM login_failure WHERE at <= :old")
                .bind("old", clock.instant().minus(WINDOW).atOffset(ZoneOffset.UTC))
                .execute());
    }
}
