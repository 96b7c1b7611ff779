package io.kanhu.alerting.rules;

import io.kanhu.alerting.care.ZoneBook;
import java.time.Clock;
import java.time.ZoneId;
import org.jdbi.v3.core.Jdbi;

/** What rules know of everybody without asking the database. */
public record Books(LimitsBook limits, ZoneBook zones, BaselineBook baselines) implements AutoCloseable {
    /** Empty ones, to be started. */
    public static Books of(Jdbi jdbi, Clock clock, ZoneId zone) {
        return new Books(new LimitsBook(jdbi), new ZoneBook(jdbi), new BaselineBook(jdbi, clock, zone));
    }

    /** Reads them, blocking, but for what may come later, and keeps up with changes until closed. */
    public void start() {
        limits.start();
        zones.start();
        baselines.start();
    }

    /** Reads what has changed. Blocks. */
    void refresh() {
        limits.refresh();
        zones.refresh();
        baselines.refresh();
    }

    @Override
    public void close() {
        baselines.close();
        zones.close();
        limits.close();
    }
}
