package io.kanhu.alerting.day;

import io.kanhu.alerting.day.Plan.Area;
import io.kanhu.alerting.day.Plan.Duty;
import io.kanhu.alerting.day.Plan.Grid;
import io.kanhu.alerting.day.Plan.Person;
import io.kanhu.alerting.day.Plan.Role;
import io.kanhu.alerting.day.Plan.Span;
import io.kanhu.alerting.day.Plan.Wearer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes up a town with everything that goes wrong in one: nights with one worker for five grids or none, grids that nobody has, a
 * community without a supervisor, workers without the page or a telephone, phones that are lost for hours, wearers without family, and
 * an island that has no desk.
 */
final class PlanWriter {
    private static final Instant MIDNIGHT = Instant.parse("2026-03-20T16:00:00Z");
    private static final int WEARERS_OF_A_GRID = 100;
    private static final int GRIDS_OF_A_COMMUNITY = 5;
    private static final int COMMUNITIES_OF_A_STREET = 4;
    private static final int ISLANDERS = 20;
    static final String ISLAND = "island";

    private final Random random;
    private final List<Area> areas = new ArrayList<>();
    private final List<Grid> grids = new ArrayList<>();
    private final Map<String, Person> workers = new LinkedHashMap<>();
    private final List<Duty> duties = new ArrayList<>();
    private final Map<String, Wearer> wearers = new LinkedHashMap<>();

    private PlanWriter(long seed) {
        this.random = new Random(seed);
    }

    /**
     * @param from hour of the day at which the first signal may be heard
     * @param to hour at which the day ends
     */
    static Plan write(long seed, int people, int from, int to) {
        PlanWriter writer = new PlanWriter(seed);
        writer.town(people - ISLANDERS);
        writer.island();
        double middle = from + (to - from) * 0.55;
        return new Plan(
                seed,
                hour(from),
                Duration.ofHours(to - from),
                writer.areas,
                writer.grids,
                writer.workers,
                writer.duties,
                writer.wearers,
                new Signals(writer.random, MIDNIGHT, List.copyOf(writer.wearers.values())).write(hour(from), hour(to)),
                hours(middle, middle + 0.07));
    }

    private void town(int people) {
        areas.add(new Area("city", "city", null));
        areas.add(new Area("county", "county", "city"));
        for (int watch = 0; watch < 3; watch++) {
            for (int seat = 0; seat < 2; seat++) {
                duty(
                        worker("desk" + watch + seat, Role.DESK),
                        "county_desk",
                        "county",
                        hours(watch * 8, watch * 8 + 8));
            }
        }
        int communities = Math.max(4, people / WEARERS_OF_A_GRID / GRIDS_OF_A_COMMUNITY);
        for (int community = 0; community < communities; community++) {
            String street = "street" + community / COMMUNITIES_OF_A_STREET;
            if (community % COMMUNITIES_OF_A_STREET == 0) {
                areas.add(new Area(street, "street", "county"));
                duty(worker("head-" + street, Role.SUPERVISOR), "street_supervisor", street, hours(-24, 48));
            }
            community(community, street);
        }
        for (int i = 0; i < people; i++) {
            wearer("wearer" + i, grids.get(random.nextInt(grids.size())).code());
        }
    }

    private void community(int number, String street) {
        String area = "community" + number;
        areas.add(new Area(area, "community", street));
        if (number % 4 != 2) {
            duty(
                    worker("head-" + area, Role.SUPERVISOR),
                    "community_supervisor",
                    area,
                    number % 4 == 0 ? hours(-24, 48) : hours(8, 20));
        }
        List<String> here = new ArrayList<>();
        for (int grid = 0; grid < GRIDS_OF_A_COMMUNITY; grid++) {
            String code = "grid" + number + "-" + grid;
            here.add(code);
            grids.add(new Grid(code, area));
            // Nobody has the last grid of each third community, by day.
            if (number % 3 != 1 || grid < GRIDS_OF_A_COMMUNITY - 1) {
                gridByDay(code, grid);
            }
        }
        // Every fourth community has nobody at night.
        if (number % 4 != 3) {
            for (Span night : List.of(hours(-4, 8), hours(20, 32))) {
                String half = night.from().isBefore(MIDNIGHT) ? "early" : "late";
                Person worker = worker("night-" + area + "-" + half, Role.GRID);
                here.forEach(grid -> duty(worker, "on_duty", grid, night));
                if (number % 2 == 0) {
                    Person backup = worker("night-backup-" + area + "-" + half, Role.GRID);
                    here.forEach(grid -> duty(backup, "backup", grid, night));
                }
            }
        }
    }

    private void gridByDay(String grid, int number) {
        duty(worker("day-" + grid, Role.GRID), "on_duty", grid, hours(8, 20));
        if (number % 3 == 0) {
            duty(worker("second-" + grid, Role.GRID), "on_duty", grid, hours(8, 20));
        }
        if (number % 3 != 1) {
            duty(worker("backup-" + grid, Role.GRID), "backup", grid, hours(8, 20));
        }
    }

    /** A county of its own: one worker by day, and beyond them nobody but family. */
    private void island() {
        areas.add(new Area(ISLAND + "-county", "county", "city"));
        areas.add(new Area(ISLAND + "-community", "community", ISLAND + "-county"));
        grids.add(new Grid(ISLAND, ISLAND + "-community"));
        duty(worker("day-" + ISLAND, Role.GRID), "on_duty", ISLAND, hours(8, 20));
        for (int i = 0; i < ISLANDERS; i++) {
            wearer("islander" + i, ISLAND);
        }
    }

    private void wearer(String code, String grid) {
        List<Person> family = new ArrayList<>();
        int size = random.nextInt(10) < 4 ? 0 : random.nextInt(5) == 0 ? 2 : 1;
        for (int i = 1; i <= size; i++) {
            family.add(new Person("family" + i + "-of-" + code, Role.FAMILY, false, true, Span.NEVER));
        }
        wearers.put(code, new Wearer(code, grid, family));
    }

    private Person worker(String code, Role role) {
        int luck = random.nextInt(100);
        Span lost = Span.NEVER;
        if (role == Role.GRID && luck >= 10 && luck < 18) {
            double from = random.nextDouble() * 20;
            lost = hours(from, from + 1 + random.nextDouble() * 6);
        }
        boolean grid = role == Role.GRID;
        Person worker = new Person(code, role, !grid || luck >= 5, !grid || luck < 5 || luck >= 9, lost);
        workers.put(code, worker);
        return worker;
    }

    private void duty(Person worker, String whom, String place, Span time) {
        duties.add(new Duty(worker.code(), whom, place, time));
    }

    private static Span hours(double from, double to) {
        return new Span(hour(from), hour(to));
    }

    private static Instant hour(double hour) {
        return MIDNIGHT.plusMillis(Math.round(hour * 3_600_000));
    }
}
