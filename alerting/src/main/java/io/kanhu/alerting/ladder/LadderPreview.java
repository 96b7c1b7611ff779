package io.kanhu.alerting.ladder;

import io.kanhu.alerting.ladder.DutyPlan.OnCall;
import io.kanhu.alerting.ladder.Rung.Page;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Who would be called if somebody called for help now, from home. Blocks. */
public final class LadderPreview {
    private final Jdbi jdbi;
    private final Ladders ladders;
    private final Set<Means> available;
    private final Clock clock;

    /** @param available what people can be called by here */
    public LadderPreview(Jdbi jdbi, Ladders ladders, Set<Means> available, Clock clock) {
        this.jdbi = jdbi;
        this.ladders = ladders;
        this.available = Set.copyOf(available);
        this.clock = clock;
    }

    /** The ladder that would hold, and its steps with names. */
    public record Preview(Instant at, Ladder ladder, List<Step> steps) {}

    /** One rung; nobody in {@code calls} means that it reaches nobody. */
    public record Step(Duration after, Unless unless, List<Callee> calls) {}

    /**
     * Somebody who would be called.
     *
     * @param reachable whether they have an address for it and it is configured
     */
    public record Callee(Whom whom, Means by, String name, boolean reachable) {}

    private record Home(@Nullable Long grid, @Nullable Long area) {}

    /** Nothing if there is no such wearer, or no ladder holds. */
    public Optional<Preview> of(long wearerId) {
        Instant now = clock.instant();
        return jdbi.inTransaction(handle -> home(handle, wearerId).flatMap(home -> {
            DutyPlan plan = DutyPlan.read(handle, now, now);
            List<Long> chain = plan.upFrom(home.area());
            return plan.ladderFor(chain, ladders.current(handle)).map(ladder -> {
                List<OnCall> onCall = plan.at(now, home.grid(), chain);
                Map<Long, String> names = names(handle, onCall);
                List<String> family = family(handle, wearerId);
                List<Step> steps = ladder.rungs().stream()
                        .map(rung -> step(rung, onCall, names, family))
                        .toList();
                return new Preview(now, ladder, steps);
            });
        }));
    }

    private Step step(Rung rung, List<OnCall> onCall, Map<Long, String> names, List<String> family) {
        List<Callee> calls = new ArrayList<>();
        for (Page page : rung.pages()) {
            if (page.whom() == Whom.FAMILY) {
                boolean reachable = page.by().isTelephone() && available.contains(page.by());
                family.forEach(name -> calls.add(new Callee(page.whom(), page.by(), name, reachable)));
            } else {
                onCall.stream()
                        .filter(person -> person.whom() == page.whom())
                        .forEach(person -> calls.add(new Callee(
                                page.whom(),
                                page.by(),
                                names.getOrDefault(person.worker(), ""),
                                available.contains(page.by())
                                        && person.addresses().contains(page.by()))));
            }
        }
        return new Step(rung.after(), rung.unless(), calls);
    }

    private static Optional<Home> home(Handle handle, long wearerId) {
        return handle.createQuery("""
                        SELECT w.grid_id, g.area_id FROM wearer w LEFT JOIN grid g ON g.id = w.grid_id WHERE w.id = :id
                        """)
                .bind("id", wearerId)
                .map((row, context) ->
                        new Home(row.getObject("grid_id", Long.class), row.getObject("area_id", Long.class)))
                .findOne();
    }

    private static Map<Long, String> names(Handle handle, List<OnCall> people) {
        Map<Long, String> names = new HashMap<>();
        handle.createQuery("SELECT id, name FROM worker WHERE id = ANY(:ids)")
                .bindArray(
                        "ids",
                        Long.class,
                        people.stream().map(OnCall::worker).distinct().toList())
                .map((row, context) -> names.put(row.getLong("id"), row.getString("name")) == null)
                .forEach(added -> {});
        return names;
    }

    private static List<String> family(Handle handle, long wearerId) {
        return handle.createQuery("SELECT name FROM contact WHERE wearer_id = :id ORDER BY priority, id")
                .bind("id", wearerId)
                .mapTo(String.class)
                .list();
    }
}
