package io.kanhu.alerting.day;

import io.kanhu.alerting.day.Act.Doing;
import io.kanhu.alerting.day.Plan.Person;
import io.kanhu.alerting.day.Plan.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What workers do when they are called, and after they have answered: some at once, some slowly, some only when the telephone rings,
 * some can't, some never hear it; of those who go some are late and silent, some give the case back, some want help. It follows from
 * the seed, the case and the worker alone.
 */
final class Habits {
    private final Plan plan;
    private final Map<String, Mind> minds = new HashMap<>();

    Habits(Plan plan) {
        this.plan = plan;
    }

    private enum Temper {
        PROMPT,
        SLOW,
        /** Wakes up from a telephone only. */
        SLEEPY,
        CANT,
        DEAF,
        /** Of a desk that is busy: the third call. */
        BUSY
    }

    private static final class Mind {
        final Temper temper;
        final Random random;
        int heard;
        boolean decided;
        boolean goes;
        boolean declined;

        Mind(Temper temper, Random random) {
            this.temper = temper;
            this.random = random;
        }
    }

    /** Somebody is called. Returns what they will do. */
    List<Act> called(Page page) {
        Person person = plan.workers().get(page.who());
        if (person == null || person.lost().covers(page.at())) {
            return List.of();
        }
        Mind mind = mind(page.of(), person);
        List<Act> acts = new ArrayList<>();
        if (page.by().equals("app") && mind.temper != Temper.SLEEPY && mind.temper != Temper.DEAF) {
            acts.add(act(page.at(), mind, 600, 2_900, page.of(), person, Doing.SEES));
        }
        boolean wakes = mind.temper != Temper.SLEEPY || page.by().equals("voice");
        if (!wakes || mind.temper == Temper.DEAF || mind.goes || mind.decided) {
            return acts;
        }
        mind.heard++;
        if (mind.temper == Temper.BUSY && mind.heard < 3) {
            return acts;
        }
        mind.decided = true;
        if (mind.declined) {
            // Nobody else is left, it seems.
            acts.add(act(page.at(), mind, 20_000, 60_000, page.of(), person, Doing.ANSWERS));
        } else if (mind.temper == Temper.CANT) {
            acts.add(act(page.at(), mind, 5_000, 20_000, page.of(), person, Doing.CANT));
        } else if (mind.temper == Temper.SLOW) {
            acts.add(act(page.at(), mind, 35_000, 110_000, page.of(), person, Doing.ANSWERS));
        } else {
            acts.add(act(page.at(), mind, 4_000, 25_000, page.of(), person, Doing.ANSWERS));
        }
        return acts;
    }

    /** Somebody has done this, or it was refused. Returns what they will do next. */
    List<Act> after(Act act, boolean accepted) {
        Person person = plan.worker(act.worker());
        Mind mind = mind(act.of(), person);
        String of = act.of();
        List<Act> next = new ArrayList<>();
        switch (act.doing()) {
            case SEES, WANTS_HELP, CALLS_BACK, CLOSES -> {}
            case CANT -> {
                mind.decided = false;
                mind.goes = false;
                mind.declined = true;
            }
            case ANSWERS -> {
                mind.decided = false;
                mind.goes = accepted;
                if (accepted) {
                    next.addAll(going(act.at(), mind, of, person));
                }
            }
            case ARRIVES -> {
                if (accepted) {
                    if (mind.random.nextInt(10) == 0) {
                        next.add(act(act.at(), mind, 20_000, 150_000, of, person, Doing.WANTS_HELP));
                    }
                    next.add(act(act.at(), mind, 300_000, 1_500_000, of, person, Doing.RESOLVES));
                }
            }
            case RESOLVES -> {
                if (accepted) {
                    if (mind.random.nextInt(3) == 0) {
                        next.add(act(act.at(), mind, 10_000, 50_000, of, person, Doing.CALLS_BACK));
                    }
                    next.add(act(act.at(), mind, 60_000, 300_000, of, person, Doing.CLOSES));
                }
            }
        }
        return next;
    }

    /** How a case ends, whoever goes there. */
    String outcome(String of) {
        String[] all = {
            "test",
            "test",
            "test",
            "mistake",
            "mistake",
            "mistake",
            "helped",
            "helped",
            "non_urgent",
            "asked",
            "hospital",
            "nobody_there",
            "device_fault"
        };
        return all[random(of, "outcome").nextInt(all.length)];
    }

    private static List<Act> going(Instant at, Mind mind, String of, Person person) {
        if (person.role() == Role.DESK) {
            // Who sits at a desk sends somebody, and talks to the wearer meanwhile.
            return List.of(act(at, mind, 120_000, 480_000, of, person, Doing.RESOLVES));
        }
        int luck = mind.random.nextInt(100);
        if (luck < 8) {
            return List.of(act(at, mind, 1_020_000, 2_400_000, of, person, Doing.ARRIVES));
        }
        if (luck < 15 && !mind.declined) {
            return List.of(act(at, mind, 60_000, 360_000, of, person, Doing.CANT));
        }
        return List.of(act(at, mind, 180_000, 840_000, of, person, Doing.ARRIVES));
    }

    private Mind mind(String of, Person person) {
        return minds.computeIfAbsent(of + " " + person.code(), key -> {
            Random random = random(of, person.code());
            return new Mind(temper(person.role(), random.nextInt(100)), random);
        });
    }

    private static Temper temper(Role role, int luck) {
        return switch (role) {
            case DESK -> luck < 80 ? Temper.PROMPT : luck < 90 ? Temper.SLOW : Temper.BUSY;
            case GRID, SUPERVISOR ->
                luck < 60
                        ? Temper.PROMPT
                        : luck < 72 ? Temper.SLOW : luck < 80 ? Temper.SLEEPY : luck < 90 ? Temper.CANT : Temper.DEAF;
            case FAMILY -> Temper.DEAF;
        };
    }

    private Random random(String of, String what) {
        return new Random(plan.seed() * 31 + (of + " " + what).hashCode());
    }

    private static Act act(Instant at, Mind mind, int least, int most, String of, Person who, Doing doing) {
        return new Act(at.plusMillis(least + mind.random.nextInt(most - least)), of, who.code(), doing);
    }
}
