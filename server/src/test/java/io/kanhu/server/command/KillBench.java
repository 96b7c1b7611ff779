package io.kanhu.server.command;

import java.nio.file.Path;

/** What {@code ./kanhu bench kill} runs. No test. */
public final class KillBench {
    private static final int BANDS = 200;

    private KillBench() {}

    /** Arguments: an empty directory, how often. */
    public static void main(String[] arguments) throws Exception {
        int times = Integer.parseInt(arguments[1]);
        System.out.printf("the server is killed %d times while %d bands publish%n", times, BANDS);
        System.out.println(new Kills(Path.of(arguments[0]), BANDS, times).run().line());
    }
}
