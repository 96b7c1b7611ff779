package io.kanhu.server;

import io.kanhu.database.upkeep.Keep;
import io.kanhu.database.upkeep.OldRecords;
import io.kanhu.database.upkeep.Partitions;
import io.kanhu.database.upkeep.Retention;
import io.kanhu.database.upkeep.RollUp;
import io.kanhu.server.Housekeeping.Chore;
import io.kanhu.server.config.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** What keeps the storage fast for years, in the order in which it is done. */
final class Upkeep {
    private final Partitions partitions;
    private final RollUp rollUp;
    private final Retention retention;
    private final OldRecords oldRecords;
    private final StorageGauges gauges;
    private final Clock clock;

    /** Makes the partitions that today's data need, and takes the first figures. */
    Upkeep(Jdbi jdbi, Settings.Retention settings, Clock clock, MeterRegistry metrics) {
        this.clock = clock;
        Keep keep = keepOf(settings);
        partitions = new Partitions(jdbi, keep);
        partitions.prepare(today());
        rollUp = RollUp.of(jdbi);
        retention = new Retention(jdbi, keep, rollUp, clock);
        oldRecords = new OldRecords(jdbi, keep, clock);
        gauges = new StorageGauges(jdbi, clock, metrics);
    }

    List<Chore> chores() {
        return List.of(
                new Chore("partitions", () -> partitions.prepare(today())),
                new Chore("roll-up", rollUp::run),
                new Chore("retention", retention::run),
                new Chore("old records", oldRecords::forget),
                new Chore("storage figures", gauges::read));
    }

    /** In UTC, as the partitions are. */
    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static Keep keepOf(Settings.Retention settings) {
        return new Keep(
                settings.vitalSignDays(),
                settings.hourlyDays(),
                settings.locationDays(),
                settings.bandStatusDays(),
                settings.alertDays(),
                settings.auditDays());
    }
}
