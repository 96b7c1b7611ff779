package io.kanhu.alerting.outage;

import io.kanhu.alerting.channel.Message.Recipient;
import io.kanhu.alerting.ladder.DutyPlan;
import io.kanhu.alerting.ladder.DutyPlan.OnCall;
import io.kanhu.alerting.ladder.Ladder;
import io.kanhu.alerting.ladder.Ladders;
import io.kanhu.alerting.outage.WearerPages.Wearer;
import io.kanhu.alerting.rounds.Rounds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be known to reach people while the database is away: who is on duty where within a day, by which ladders they are
 * called, who the wearers are. People are kept by grid and area, so their number is the workers' and not the wearers'. Read
 * every half minute; a wearer who was changed by hand, past the import, is seen within an hour. Looking up never blocks.
 */
public final class MemoryRoster implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryRoster.class);
    private static final Duration PERIOD = Duration.ofSeconds(30);
    private static final Duration AHEAD = Duration.ofHours(24);
    /** So many rounds until each page of wearers was read again: an hour. */
    private static final int ROUNDS_FOR_ALL = 120;

    private final Jdbi jdbi;
    private final Ladders ladders;
    private final Clock clock;
    private final Consumer<Handle> besides;
    private final WearerPages wearers = new WearerPages();
    private final Rounds rounds =
            new Rounds(Thread.ofVirtual().name("memory-roster"), PERIOD, this::refresh, "remember who is on duty", LOG);
    /** The last page of wearers that came round. Of the one thread that refreshes. */
    private @Nullable Long lastPage;

    private volatile Known known = Known.NOTHING;

    /** @param besides what else is to be remembered, read in the same transaction */
    public MemoryRoster(Jdbi jdbi, Ladders ladders, Clock clock, Consumer<Handle> besides) {
        this.jdbi = jdbi;
        this.ladders = ladders;
        this.clock = clock;
        this.besides = besides;
    }

    /** A worker who may have to be called. */
    record Worker(String name, Recipient recipient, String language) {}

    private record Grid(String name, @Nullable Long area) {}

    private record Known(
            @Nullable Instant at,
            @Nullable DutyPlan plan,
            List<Ladder> ladders,
            Map<Long, Worker> workers,
            Map<Long, Grid> grids,
            Set<Long> synthetic) {
        static final Known NOTHING = new Known(null, null, List.of(), Map.of(), Map.of(), Set.of());
    }

    /** Reads for the first time soon, and again until closed. */
    public void start() {
        rounds.start();
    }

    @Override
    public void close() {
        rounds.close();
    }

    /** How old this knowledge is; nothing before the first time. */
    Optional<Duration> age() {
        return Optional.ofNullable(known.at()).map(at -> Duration.between(at, clock.instant()));
    }

    /** What the wearers take, in bytes. */
    long bytes() {
        return wearers.bytes();
    }

    /** Whether nobody is behind this wearer. */
    boolean isSynthetic(@Nullable Long wearer) {
        return wearer != null && known.synthetic().contains(wearer);
    }

    Optional<Wearer> wearer(@Nullable Long id) {
        return id == null ? Optional.empty() : wearers.find(id);
    }

    Optional<Worker> worker(long id) {
        return Optional.ofNullable(known.workers().get(id));
    }

    @Nullable
    String gridName(@Nullable Long grid) {
        Grid found = grid == null ? null : known.grids().get(grid);
        return found == null ? null : found.name();
    }

    /** The areas that a grid lies in. */
    Set<Long> areasAround(@Nullable Long grid) {
        Known now = known;
        DutyPlan plan = now.plan();
        return plan == null ? Set.of() : Set.copyOf(chain(now, plan, grid));
    }

    /** The ladder that holds for calls for help there. */
    Optional<Ladder> ladder(@Nullable Long grid) {
        Known now = known;
        DutyPlan plan = now.plan();
        return plan == null ? Optional.empty() : plan.ladderFor(chain(now, plan, grid), now.ladders());
    }

    /** One version of a ladder, if it still holds. */
    Optional<Ladder> ladder(long id) {
        return known.ladders().stream().filter(ladder -> ladder.id() == id).findFirst();
    }

    /** Who can be called there at that moment. */
    List<OnCall> there(@Nullable Long grid, Instant at) {
        Known now = known;
        DutyPlan plan = now.plan();
        return plan == null ? List.of() : plan.at(at, grid, chain(now, plan, grid));
    }

    private static List<Long> chain(Known now, DutyPlan plan, @Nullable Long grid) {
        Grid home = grid == null ? null : now.grids().get(grid);
        return plan.upFrom(home == null ? null : home.area());
    }

    /** One reading, on the caller's thread. Blocks. */
    void refresh() {
        Instant now = clock.instant();
        jdbi.useTransaction(handle -> {
            known = read(handle, now);
            besides.accept(handle);
            if (wearers.size() == 0) {
                wearers.readAll(handle);
            } else {
                int others = 1 + wearers.size() / ROUNDS_FOR_ALL;
                wearers.readChanges(handle, others, lastPage);
                lastPage = wearers.turn(lastPage, others);
            }
        });
    }

    private Known read(Handle handle, Instant now) {
        Map<Long, Grid> grids = new HashMap<>();
        handle.createQuery("SELECT id, name, area_id FROM grid")
                .map((row, context) -> grids.put(
                        row.getLong("id"), new Grid(row.getString("name"), row.getObject("area_id", Long.class))))
                .forEach(before -> {});
        Set<Long> synthetic = new HashSet<>(handle.createQuery("SELECT id FROM wearer WHERE synthetic")
                .mapTo(Long.class)
                .list());
        return new Known(
                now,
                DutyPlan.read(handle, now, now.plus(AHEAD)),
                ladders.current(handle),
                workers(handle),
                grids,
                synthetic);
    }

    /** All, as many as there are: who takes whose shift may change until the day is over. */
    private static Map<Long, Worker> workers(Handle handle) {
        Map<Long, Worker> workers = new HashMap<>();
        handle.createQuery("SELECT id, name, phone, wecom_user, ntfy_topic, email, language FROM worker")
                .map((row, context) -> workers.put(
                        row.getLong("id"),
                        new Worker(
                                row.getString("name"),
                                new Recipient(
                                        row.getLong("id"),
                                        row.getString("phone"),
                                        row.getString("wecom_user"),
                                        row.getString("ntfy_topic"),
                                        row.getString("email")),
                                row.getString("language"))))
                .forEach(before -> {});
        return workers;
    }
}
