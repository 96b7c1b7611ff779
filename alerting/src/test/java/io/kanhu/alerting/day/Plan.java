package io.kanhu.alerting.day;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A town and what happens there in a day: who lives where, who is on duty when, who presses. Written by {@link PlanWriter}; nothing in
 * it depends on what Kanhu does.
 *
 * @param begins midnight in the town
 * @param length of the day, after which nobody looks any more
 * @param signals what bands say, in the order in which it is heard
 * @param gatewayAway when the gateway for telephones takes nothing
 */
record Plan(
        long seed,
        Instant begins,
        Duration length,
        List<Area> areas,
        List<Grid> grids,
        Map<String, Person> workers,
        List<Duty> duties,
        Map<String, Wearer> wearers,
        List<Signal> signals,
        Span gatewayAway) {

    /** @param level as the database has it; each level's name is its word in a ladder, too */
    record Area(String code, String level, @Nullable String parent) {}

    record Grid(String code, String area) {}

    enum Role {
        GRID,
        SUPERVISOR,
        DESK,
        FAMILY
    }

    /**
     * @param app whether they can log in
     * @param telephone whether their number is known
     * @param lost when their phone lies where they do not hear it
     */
    record Person(String code, Role role, boolean app, boolean telephone, Span lost) {}

    /**
     * @param whom the word a ladder has for whoever does this duty
     * @param place a grid for {@code on_duty} and {@code backup}, an area for others
     */
    record Duty(String worker, String whom, String place, Span time) {}

    record Wearer(String code, String grid, List<Person> family) {
        String band() {
            return "band-" + code;
        }
    }

    enum What {
        PRESS,
        CALLED_OFF,
        FALL,
        HEART_RATE_LOW;

        boolean isFinding() {
            return this == FALL || this == HEART_RATE_LOW;
        }
    }

    /**
     * @param heard when it comes in
     * @param at when it was made, by the band's clock
     * @param id of the press, the same when it is called off or comes again
     */
    record Signal(Instant heard, String wearer, What what, String id, Instant at) {}

    /** From, inclusive, to, exclusive. */
    record Span(Instant from, Instant to) {
        static final Span NEVER = new Span(Instant.EPOCH, Instant.EPOCH);

        boolean covers(Instant at) {
            return !at.isBefore(from) && at.isBefore(to);
        }
    }

    Instant ends() {
        return begins.plus(length);
    }

    Wearer wearer(String code) {
        return known(wearers, code);
    }

    Person worker(String code) {
        return known(workers, code);
    }

    private static <T> T known(Map<String, T> all, String code) {
        T found = all.get(code);
        if (found == null) {
            throw new IllegalArgumentException("the plan has no " + code);
        }
        return found;
    }
}
