package io.kanhu.alerting.crash;

import io.kanhu.alerting.Town;

/** What {@code ./kanhu bench crash} runs. No test. */
public final class CrashBench {
    private static final int TAKEOVERS = 5;

    private CrashBench() {}

    /** Arguments: how often the dispatcher is killed, if not 50 times; a seed. */
    public static void main(String[] arguments) throws Exception {
        int times = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 50;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
        try (Town town = new Town()) {
            System.out.println(
                    "seed " + seed + ": " + new Crashes(town, seed, times).run().line());
            for (int i = 0; i < TAKEOVERS; i++) {
                System.out.println(new Takeover(town).run().line());
            }
        }
        System.exit(0);
    }
}
