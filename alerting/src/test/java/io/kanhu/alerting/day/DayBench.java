package io.kanhu.alerting.day;

import java.util.Locale;

/** What {@code ./kanhu bench day} runs. No test. */
public final class DayBench {
    private static final int WEARERS = 5_000;
    private static final int HOURS = 24;

    private DayBench() {}

    /** Arguments: a seed, and how many wearers, if not 5,000. Ends with 1 if the day was not as it should be. */
    public static void main(String[] arguments) {
        long seed = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1;
        int wearers = arguments.length > 1 ? Integer.parseInt(arguments[1]) : WEARERS;
        long begun = System.nanoTime();
        Verdict verdict = Verdict.of(PlanWriter.write(seed, wearers, 0, HOURS));
        System.out.printf(
                Locale.ROOT,
                "a day of %d wearers, seed %d: %d signals, %d cases, %d moments in %.1f s%n%s",
                wearers,
                seed,
                verdict.signals(),
                verdict.cases(),
                verdict.moments(),
                (System.nanoTime() - begun) / 1e9,
                verdict.report());
        verdict.faults().forEach(fault -> System.out.println("FAULT: " + fault));
        System.out.println(verdict.faults().isEmpty() ? "all as the model says" : "not as the model says");
        System.exit(verdict.faults().isEmpty() ? 0 : 1);
    }
}
