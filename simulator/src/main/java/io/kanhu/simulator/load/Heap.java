package io.kanhu.simulator.load;

import io.kanhu.simulator.band.CannotRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The heap of another Java process of the same user, by {@code jcmd} of this JDK.
 *
 * @param pid of that process
 */
record Heap(long pid) {
    private static final Pattern USED = Pattern.compile("heap\\s.*?used (\\d+)K");
    private static final double KIBIBYTES_A_MEBIBYTE = 1024;

    /** Has garbage collected. Blocks until it is. */
    void collect() throws IOException, InterruptedException {
        jcmd("GC.run");
    }

    /** What is used after garbage was collected; MiB. */
    double liveMebibytes() throws IOException, InterruptedException {
        collect();
        String info = jcmd("GC.heap_info");
        Matcher used = USED.matcher(info);
        if (!used.find()) {
            throw new CannotRun("jcmd does not say how much heap process " + pid + " uses: " + info.strip());
        }
        return Long.parseLong(used.group(1)) / KIBIBYTES_A_MEBIBYTE;
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor();
        return said;
    }
}
