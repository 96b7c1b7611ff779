package io.kanhu.alerting.day;

import io.kanhu.alerting.day.Plan.Signal;
import io.kanhu.alerting.day.Plan.Wearer;
import io.kanhu.alerting.day.Plan.What;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * What the bands of a town say in a day: presses at all hours and in the last minute of a shift, twice, again, called off, redelivered,
 * held up for hours by a dead spot; a street that tests all its bands at ten; falls and slow hearts. One person in ten calls.
 */
final class Signals {
    private static final int CALLS_IN = 10;

    private final Random random;
    private final Instant midnight;
    private final List<Wearer> wearers;
    private final List<Signal> signals = new ArrayList<>();
    private int presses;

    Signals(Random random, Instant midnight, List<Wearer> wearers) {
        this.random = random;
        this.midnight = midnight;
        this.wearers = wearers;
    }

    /** Those that are heard in this time. */
    List<Signal> write(Instant from, Instant to) {
        int calls = wearers.size() / CALLS_IN;
        for (int i = 0; i < calls; i++) {
            call(anybody(), anyTime());
        }
        for (double change : new double[] {8, 20}) {
            for (int i = 0; i < calls / 25; i++) {
                call(anybody(), at(change * 3_600_000 - random.nextInt(60_000)));
            }
        }
        for (int i = 0; i < calls / 5; i++) {
            call(wearers.get(random.nextInt(wearers.size() / 10)), at(10 * 3_600_000 + random.nextInt(300_000)));
        }
        for (int i = 0; i < calls / 20; i++) {
            Instant when = anyTime();
            What what = random.nextBoolean() ? What.FALL : What.HEART_RATE_LOW;
            // One of a kind each, because what somebody has just seen to is no news.
            signals.add(new Signal(when, wearers.get(i * 7 % wearers.size()).code(), what, what + "-" + i, when));
        }
        islanders();
        return signals.stream()
                .filter(signal ->
                        !signal.heard().isBefore(from) && signal.heard().isBefore(to))
                .sorted(Comparator.comparing(Signal::heard)
                        .thenComparing(Signal::id)
                        .thenComparing(Signal::what))
                .toList();
    }

    /** By night nobody is there for them; by day one worker is. */
    private void islanders() {
        List<Wearer> there = wearers.stream()
                .filter(wearer -> wearer.grid().equals(PlanWriter.ISLAND))
                .toList();
        double[] hours = {7.2, 7.5, 7.9, 11, 15, 19.99, 23.2, 23.5};
        for (int i = 0; i < hours.length; i++) {
            press(there.get(i), at(hours[i] * 3_600_000 + random.nextInt(1_000)));
        }
    }

    private void call(Wearer wearer, Instant when) {
        Signal first = press(wearer, when);
        int luck = random.nextInt(100);
        if (luck < 15) {
            press(wearer, when.plusMillis(2_000 + random.nextInt(18_000)));
        } else if (luck < 23) {
            signals.add(new Signal(
                    when.plusMillis(300 + random.nextInt(20_000)), first.wearer(), What.PRESS, first.id(), first.at()));
        } else if (luck < 33) {
            Instant off = when.plusMillis(2_000 + random.nextInt(7_000));
            signals.add(new Signal(off, first.wearer(), What.CALLED_OFF, first.id(), off));
            if (luck < 27) {
                press(wearer, off.plusMillis(15_000 + random.nextInt(60_000)));
            }
        }
    }

    private Signal press(Wearer wearer, Instant when) {
        boolean heldUp = random.nextInt(50) == 0;
        Instant made = heldUp ? when.minusMillis(180_000 + random.nextInt(7_200_000)) : when;
        Signal press = new Signal(when, wearer.code(), What.PRESS, "p" + ++presses, made);
        signals.add(press);
        return press;
    }

    private Wearer anybody() {
        return wearers.get(random.nextInt(wearers.size()));
    }

    /** More by day than by night. */
    private Instant anyTime() {
        double share = random.nextDouble();
        double hour = random.nextInt(4) == 0 ? share * 24 : 6 + share * 16;
        return at(hour * 3_600_000);
    }

    private Instant at(double millis) {
        return midnight.plusMillis((long) millis);
    }
}
