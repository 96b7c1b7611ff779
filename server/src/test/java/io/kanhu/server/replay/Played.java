package io.kanhu.server.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.server.Town;
import io.kanhu.simulator.Simulate;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A {@code simulate replay} that has ended: its exit code, and what it printed. */
record Played(int code, String out, String error) {
    private static final Pattern LINE = Pattern.compile("(?m)^ *(.+?) {2,}([\\d,]+)(?: {3}(.*))?$");
    private static final Pattern END = Pattern.compile("--end-at (\\S+) repeats just this");

    /** Plays a file as the n-th band of a town, by the command line. */
    static Played as(Town town, int band, Path file, String... options) {
        return command(Stream.concat(
                        Stream.of(
                                "replay",
                                file.toString(),
                                "--band",
                                town.band(band),
                                "--data",
                                town.data().toString()),
                        Stream.of(options))
                .toList());
    }

    static Played command(List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter error = new StringWriter();
        int code = Simulate.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(error))
                .execute(arguments.toArray(String[]::new));
        return new Played(code, out.toString(), error.toString());
    }

    /** The figure in the line that begins with these words; 0 if there is none. */
    int count(String words) {
        return lines(words).stream()
                .mapToInt(line -> Integer.parseInt(line.group(2).replace(",", "")))
                .sum();
    }

    /** What the line that begins with these words gives as an example. */
    String example(String words) {
        return lines(words).getFirst().group(3);
    }

    /** The time that the last sample was given. */
    Instant end() {
        return Instant.parse(
                END.matcher(out).results().findFirst().orElseThrow().group(1));
    }

    /** Every sample of the file is in exactly one of the lines, and the rows are those of the database. */
    Played addsUpTo(Stored stored) {
        assertThat(error).isEmpty();
        assertThat(count("left out") + count("sent")).as(out).isEqualTo(count("in the file"));
        assertThat(count("refused, ") + count("acknowledged")).as(out).isEqualTo(count("sent"));
        assertThat(stored.moments()).as(out).hasSize(count("acknowledged") - count("at the time of another"));
        assertThat(stored.vitals()).as(out).hasSize(count("rows of vital signs"));
        assertThat(stored.places()).as(out).hasSize(count("rows of positions"));
        boolean complete = count("refused, ") + count("single values refused, ") == 0;
        assertThat(code).as(out).isEqualTo(complete ? 0 : 3);
        return this;
    }

    private List<MatchResult> lines(String words) {
        List<MatchResult> found = new ArrayList<>();
        LINE.matcher(out)
                .results()
                .filter(line -> line.group(1).startsWith(words))
                .forEach(found::add);
        return found;
    }
}
