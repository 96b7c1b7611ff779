package io.kanhu.alerting.ladder;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Who is on duty where from one moment to another, in memory. Immutable. */
public final class DutyPlan {
    private static final String PEOPLE = "w.id AS worker_id, " + Addresses.OF_WORKER;

    private final Map<Long, Area> areas = new HashMap<>();
    private final Map<Long, List<Duty>> ofGrids = new HashMap<>();
    private final Map<Long, List<Duty>> ofAreas = new HashMap<>();
    private final Instant from;
    private final Instant to;

    private DutyPlan(Instant from, Instant to) {
        this.from = from;
        this.to = to;
    }

    /** An area and what lies above it. */
    record Area(String code, String level, @Nullable Long parent) {}

    /** Somebody who can be called in a role. */
    public record OnCall(long worker, Whom whom, Set<Means> addresses) {}

    private record Duty(
            String duty,
            long worker,
            Set<Means> addresses,
            Instant starts,
            @Nullable Instant ends) {
        boolean covers(Instant at) {
            return !starts.isAfter(at) && (ends == null || ends.isAfter(at));
        }
    }

    /** Blocks. */
    public static DutyPlan read(Handle handle, Instant from, Instant to) {
        DutyPlan plan = new DutyPlan(from, to);
        handle.createQuery("SELECT id, code, level, parent_id FROM area")
                .map((row, context) -> plan.areas.put(
                        row.getLong("id"),
                        new Area(
                                row.getString("code"), row.getString("level"), row.getObject("parent_id", Long.class))))
                .forEach(before -> {});
        plan.readDuties(
                handle,
                "SELECT g.id AS place, s.duty, s.starts_at, s.ends_at, " + PEOPLE
                        + " FROM grid g CROSS JOIN LATERAL duty_of(g.id, NULL, :from, :to) s"
                        + " JOIN worker w ON w.id = s.worker_id",
                plan.ofGrids);
        plan.readDuties(
                handle,
                "SELECT a.id AS place, s.duty, s.starts_at, s.ends_at, " + PEOPLE
                        + " FROM area a CROSS JOIN LATERAL duty_of(NULL, a.id, :from, :to) s"
                        + " JOIN worker w ON w.id = s.worker_id",
                plan.ofAreas);
        return plan;
    }

    /** An area and all above it, the smallest first. */
    public List<Long> upFrom(@Nullable Long area) {
        List<Long> chain = new ArrayList<>();
        Long at = area;
        while (at != null && areas.containsKey(at) && !chain.contains(at)) {
            chain.add(at);
            at = area(at).parent();
        }
        return chain;
    }

    Area area(long id) {
        return Objects.requireNonNull(areas.get(id));
    }

    /** When anything changes for a grid in these areas; the beginning is among them. */
    SortedSet<Instant> moments(@Nullable Long grid, List<Long> chain) {
        SortedSet<Instant> moments = new TreeSet<>(List.of(from));
        duties(ofGrids, grid).forEach(duty -> addTo(moments, duty));
        chain.forEach(area -> duties(ofAreas, area).forEach(duty -> addTo(moments, duty)));
        return moments;
    }

    /** Who can be called at that moment for a grid in these areas. */
    public List<OnCall> at(Instant moment, @Nullable Long grid, List<Long> chain) {
        Map<Long, OnCall> inGrid = new HashMap<>();
        for (Duty duty : duties(ofGrids, grid)) {
            if (duty.covers(moment)) {
                // Whoever is both is on first duty.
                Whom whom = duty.duty().equals("backup") && !inGrid.containsKey(duty.worker())
                        ? Whom.BACKUP
                        : duty.duty().equals("backup")
                                ? Objects.requireNonNull(inGrid.get(duty.worker()))
                                        .whom()
                                : Whom.ON_DUTY;
                inGrid.put(duty.worker(), new OnCall(duty.worker(), whom, duty.addresses()));
            }
        }
        List<OnCall> all = new ArrayList<>(inGrid.values());
        for (long area : chain) {
            for (Duty duty : duties(ofAreas, area)) {
                if (duty.covers(moment)) {
                    Whom whom = Whom.of(area(area).level() + "_" + duty.duty());
                    all.add(new OnCall(duty.worker(), whom, duty.addresses()));
                }
            }
        }
        return all;
    }

    /** Which of these holds for calls for help in such areas: the smallest area's, and there the kind's own. */
    public Optional<Ladder> ladderFor(List<Long> chain, List<Ladder> current) {
        List<@Nullable String> codes = new ArrayList<>();
        chain.forEach(area -> codes.add(area(area).code()));
        codes.add(null);
        for (String code : codes) {
            for (String kind : List.of("sos", Ladder.ANY_KIND)) {
                Optional<Ladder> found = current.stream()
                        .filter(ladder -> Objects.equals(ladder.area(), code))
                        .filter(ladder ->
                                ladder.kind().equals(kind) && ladder.severity().equals("emergency"))
                        .findFirst();
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private void readDuties(Handle handle, String select, Map<Long, List<Duty>> into) {
        handle.createQuery(select)
                .bind("from", from.atOffset(ZoneOffset.UTC))
                .bind("to", to.atOffset(ZoneOffset.UTC))
                .map((row, context) -> {
                    OffsetDateTime ends = row.getObject("ends_at", OffsetDateTime.class);
                    return into.computeIfAbsent(row.getLong("place"), place -> new ArrayList<>())
                            .add(new Duty(
                                    row.getString("duty"),
                                    row.getLong("worker_id"),
                                    Addresses.read(row),
                                    row.getObject("starts_at", OffsetDateTime.class)
                                            .toInstant(),
                                    ends == null ? null : ends.toInstant()));
                })
                .forEach(added -> {});
    }

    private void addTo(SortedSet<Instant> moments, Duty duty) {
        if (duty.starts().isAfter(from) && duty.starts().isBefore(to)) {
            moments.add(duty.starts());
        }
        if (duty.ends() != null && duty.ends().isBefore(to)) {
            moments.add(duty.ends());
        }
    }

    private static List<Duty> duties(Map<Long, List<Duty>> of, @Nullable Long place) {
        return place == null ? List.of() : of.getOrDefault(place, List.of());
    }
}
