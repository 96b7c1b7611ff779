package io.kanhu.registry.roster;

import java.time.Instant;
import java.util.List;

/**
 * Who is on duty in a grid from one moment to another, swaps, absences and holidays counted in.
 *
 * @param grid code
 * @param gaps when nobody is
 */
public record RosterWeek(String grid, String name, List<OnDuty> duties, List<Gap> gaps) {
    /**
     * One time of one worker, cut at the ends of the week.
     *
     * @param worker code
     * @param duty {@code primary} or {@code backup}
     */
    public record OnDuty(String worker, String name, String duty, Instant from, Instant until) {}

    /** Nobody is on duty, neither first nor backup. */
    public record Gap(Instant from, Instant until) {}

    public RosterWeek {
        duties = List.copyOf(duties);
        gaps = List.copyOf(gaps);
    }
}
