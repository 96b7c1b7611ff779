package io.kanhu.alerting.ladder;

import io.kanhu.alerting.ladder.DutyPlan.OnCall;
import io.kanhu.alerting.ladder.Rung.Page;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Looks for rungs that would reach nobody, before they are needed: for every wearer of a band, at every change of duty within the
 * next 24 hours, on the ladder for calls for help. Blocks.
 */
public final class LadderGaps {
    private static final Duration AHEAD = Duration.ofHours(24);
    private static final int MOST_IDS = 100;

    private final Jdbi jdbi;
    private final Ladders ladders;
    private final Set<Means> means;
    private final Clock clock;

    /** @param means what people can be called by */
    public LadderGaps(Jdbi jdbi, Ladders ladders, Set<Means> means, Clock clock) {
        this.jdbi = jdbi;
        this.ladders = ladders;
        this.means = Set.copyOf(means);
        this.clock = clock;
    }

    /** What was found, from when to when it was looked for. */
    public record Report(Instant at, Instant until, List<Gap> gaps) {}

    /**
     * A rung that reaches nobody.
     *
     * @param grid code; {@code null} for wearers who live in none
     * @param why {@code nobody}, {@code address} or {@code channel}
     * @param from when it begins
     * @param wearers how many it concerns
     * @param wearerIds some of them
     */
    public record Gap(
            @Nullable String grid,
            int rung,
            List<Whom> whom,
            String why,
            Instant from,
            long wearers,
            List<Long> wearerIds) {}

    /** How many wearers these concern: each once, however many of their rungs are empty. */
    public static long wearers(List<Gap> gaps) {
        Map<String, Long> mostOfGrid = new HashMap<>();
        gaps.forEach(gap -> mostOfGrid.merge(String.valueOf(gap.grid()), gap.wearers(), Math::max));
        return mostOfGrid.values().stream().mapToLong(Long::longValue).sum();
    }

    /** With the wearers' ids. */
    public Report look() {
        return look(true);
    }

    Report look(boolean withIds) {
        Instant now = clock.instant();
        Instant until = now.plus(AHEAD);
        return jdbi.inTransaction(handle -> {
            DutyPlan plan = DutyPlan.read(handle, now, until);
            List<Ladder> current = ladders.current(handle);
            List<Gap> gaps = new ArrayList<>();
            for (Home home : homes(handle)) {
                List<Long> chain = plan.upFrom(home.areaId());
                plan.ladderFor(chain, current)
                        .ifPresent(ladder -> gaps.addAll(gapsOf(handle, plan, home, chain, ladder, withIds)));
            }
            return new Report(now, until, gaps);
        });
    }

    /** Those who live in one grid. */
    private record Home(
            @Nullable Long gridId,
            @Nullable String grid,
            @Nullable Long areaId,
            long wearers,
            long withoutFamily,
            long withoutMailbox) {

        /** How many of them no family stands behind that can be called by it. */
        long without(Means by) {
            return by.isTelephone() ? withoutFamily : withoutMailbox;
        }
    }

    private static List<Home> homes(Handle handle) {
        return handle.createQuery("""
                        SELECT g.id, g.code, g.area_id, count(*) AS wearers,
                               count(*) FILTER (WHERE NOT EXISTS (SELECT FROM contact c WHERE c.wearer_id = w.id)) AS alone,
                               count(*) FILTER (WHERE NOT EXISTS (
                                 SELECT FROM contact c WHERE c.wearer_id = w.id AND c.email IS NOT NULL)) AS unmailed
                          FROM wearer w LEFT JOIN grid g ON g.id = w.grid_id
                         WHERE NOT w.synthetic
                           AND EXISTS (SELECT FROM band_assignment b WHERE b.wearer_id = w.id AND b.ends_at IS NULL)
                         GROUP BY g.id ORDER BY g.code NULLS FIRST
                        """)
                .map((row, context) -> new Home(
                        row.getObject("id", Long.class),
                        row.getString("code"),
                        row.getObject("area_id", Long.class),
                        row.getLong("wearers"),
                        row.getLong("alone"),
                        row.getLong("unmailed")))
                .list();
    }

    private List<Gap> gapsOf(
            Handle handle, DutyPlan plan, Home home, List<Long> chain, Ladder ladder, boolean withIds) {
        Map<Integer, Gap> first = new HashMap<>();
        for (Instant moment : plan.moments(home.gridId(), chain)) {
            List<OnCall> people = plan.at(moment, home.gridId(), chain);
            for (int rung = 0; rung < ladder.rungs().size(); rung++) {
                if (!first.containsKey(rung)) {
                    gap(home, ladder.rungs().get(rung), rung, people, moment)
                            .ifPresent(found -> first.put(found.rung(), found));
                }
            }
        }
        return first.values().stream()
                .map(gap -> withIds ? withIds(handle, home, gap) : gap)
                .toList();
    }

    private Optional<Gap> gap(Home home, Rung step, int rung, List<OnCall> people, Instant moment) {
        boolean reached =
                step.pages().stream().anyMatch(page -> people.stream().anyMatch(person -> isReached(person, page)));
        long concerned =
                reached ? 0 : family(step).mapToLong(home::without).min().orElse(home.wearers());
        if (concerned == 0) {
            return Optional.empty();
        }
        List<Whom> whom = step.pages().stream().map(Page::whom).distinct().toList();
        return Optional.of(new Gap(home.grid(), rung, whom, why(step, people), moment, concerned, List.of()));
    }

    /** By what this rung calls family, as far as that is there. */
    private Stream<Means> family(Rung step) {
        return step.pages().stream()
                .filter(page -> page.whom() == Whom.FAMILY)
                .map(Page::by)
                .filter(by -> by.isForFamily() && means.contains(by));
    }

    private boolean isReached(OnCall person, Page page) {
        return person.whom() == page.whom()
                && means.contains(page.by())
                && person.addresses().contains(page.by());
    }

    private String why(Rung step, List<OnCall> people) {
        if (step.pages().stream().map(Page::by).noneMatch(means::contains)) {
            return "channel";
        }
        boolean named = step.pages().stream()
                .filter(page -> means.contains(page.by()))
                .anyMatch(page -> people.stream().anyMatch(person -> person.whom() == page.whom()));
        return named ? "address" : "nobody";
    }

    private static Gap withIds(Handle handle, Home home, Gap gap) {
        boolean mailed = gap.wearers() != home.withoutFamily() && gap.wearers() == home.withoutMailbox();
        Long[] ids = handle.createQuery("""
                        SELECT ARRAY(SELECT w.id FROM wearer w
                                      WHERE w.grid_id IS NOT DISTINCT FROM :grid
                                        AND EXISTS (SELECT FROM band_assignment b
                                                     WHERE b.wearer_id = w.id AND b.ends_at IS NULL)
                                        AND (:all OR NOT EXISTS (SELECT FROM contact c
                                                             WHERE c.wearer_id = w.id AND (NOT :mailed OR c.email IS NOT NULL)))
                                      ORDER BY w.id LIMIT :most) AS ids
                        """)
                .bind("grid", home.gridId())
                .bind("all", gap.wearers() == home.wearers())
                .bind("mailed", mailed)
                .bind("most", MOST_IDS)
                .map((row, context) -> (Long[]) row.getArray("ids").getArray())
                .one();
        return new Gap(gap.grid(), gap.rung(), gap.whom(), gap.why(), gap.from(), gap.wearers(), Arrays.asList(ids));
    }
}
