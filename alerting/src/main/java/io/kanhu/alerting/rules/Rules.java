package io.kanhu.alerting.rules;

import io.kanhu.alerting.episode.Episodes;
import io.kanhu.ingest.store.Entry;
import io.kanhu.ingest.store.RuleHook;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges measurements while they are being stored. Normal readings cost nothing; the suspicious ones of a batch are looked up in
 * its transaction, behind a savepoint: if that fails the batch is stored all the same, the failure counted and logged.
 */
public final class Rules implements RuleHook {
    private static final Logger LOG = LoggerFactory.getLogger(Rules.class);

    private final Suspicion suspicion;
    private final Judge judge;
    private final Runnable wake;
    private final Counter looks;
    private final Counter failures;

    /**
     * @param zone of the city, which decides when it is night
     * @param wake called after each commit that somebody waits for; must not block
     */
    public Rules(Books books, ZoneId zone, Episodes episodes, Clock clock, Runnable wake, MeterRegistry metrics) {
        this.suspicion = new Suspicion(books);
        this.judge = new Judge(books, zone, episodes, clock);
        this.wake = wake;
        this.looks = Counter.builder("kanhu.rules.looks")
                .description("Suspicious readings whose predecessors were looked up")
                .register(metrics);
        this.failures = Counter.builder("kanhu.rules.failures")
                .description("Suspicious readings that a rule failed on; they are stored, and not judged")
                .register(metrics);
    }

    @Override
    public boolean stored(Connection connection, List<Entry> batch) throws SQLException {
        List<Suspect> suspects = suspectsIn(batch);
        if (suspects.isEmpty()) {
            return false;
        }
        looks.increment(suspects.size());
        try {
            return areActedOn(connection, suspects);
        } catch (RuntimeException e) {
            // One of them, or a deadlock: the others get their look one by one.
            boolean acted = false;
            for (Suspect suspect : suspects) {
                acted |= isActedOn(connection, suspect);
            }
            return acted;
        }
    }

    @Override
    public void committed() {
        wake.run();
    }

    private List<Suspect> suspectsIn(List<Entry> batch) {
        try {
            return suspicion.in(batch).stream()
                    // In one order on all nodes, so that no two wait for each other's alerts.
                    .sorted(Comparator.comparingLong((Suspect s) -> s.worn().wearerId())
                            .thenComparing(Suspect::kind))
                    .toList();
        } catch (RuntimeException e) {
            failed(e);
            return List.of();
        }
    }

    private boolean isActedOn(Connection connection, Suspect suspect) throws SQLException {
        try {
            return areActedOn(connection, List.of(suspect));
        } catch (RuntimeException e) {
            suspicion.forget(suspect);
            failed(e);
            return false;
        }
    }

    private boolean areActedOn(Connection connection, List<Suspect> suspects) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            boolean acted = Jdbi.create(connection).withHandle(handle -> judge.acts(handle, suspects));
            connection.releaseSavepoint(before);
            return acted;
        } catch (RuntimeException e) {
            connection.rollback(before);
            throw e;
        }
    }

    private void failed(RuntimeException e) {
        failures.increment();
        LOG.error("a rule failed; what was measured is stored, please report this why=\"{}\"", e.toString());
    }
}
