package io.kanhu.server.command;

import io.kanhu.alerting.care.Zone;
import io.kanhu.server.trial.RulesOnRecording;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code kanhu rules try FILE…}. */
@Command(name = "rules", description = "Tries the rules on recordings.", mixinStandardHelpOptions = true)
final class Rules {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Command(
            name = "try",
            description =
                    "Prints what the rules would have made of a recording (CSV, or CSV in gzip): each alarm with its"
                            + " reason, and how many that is a day. Needs no server and no database.",
            mixinStandardHelpOptions = true)
    int tryOn(
            @Parameters(paramLabel = "FILE", arity = "1..*") List<Path> files,
            @Option(
                            names = "--threshold-compare",
                            description = "count what plain thresholds of 120/50 and 100/60 would have made of it, too")
                    boolean compared,
            @Option(names = "--age", paramLabel = "YEARS", description = "of the recorded (default: unknown)") @Nullable
                    Integer age,
            @Option(
                            names = "--zone",
                            paramLabel = "ZONE",
                            description = "where it was recorded (default: this machine's)")
                    @Nullable
                    ZoneId zone,
            @Option(
                            names = "--safe-zone",
                            paramLabel = "LAT,LON,METRES",
                            description = "where the recorded are expected to be, WGS-84; may be given more than once",
                            converter = SafeZone.class)
                    @Nullable
                    List<Zone> zones) {
        for (Path file : files) {
            new RulesOnRecording(
                            file,
                            zone == null ? ZoneId.systemDefault() : zone,
                            zones == null ? List.of() : zones,
                            age,
                            spec.commandLine().getOut()::println)
                    .run(compared);
        }
        return 0;
    }

    /** A circle as it is written on the command line. */
    static final class SafeZone implements ITypeConverter<Zone> {
        private static final Pattern FORM = Pattern.compile("(-?[0-9.]{1,20}),(-?[0-9.]{1,20}),([0-9]{2,6})");

        @Override
        public Zone convert(String text) {
            Matcher parts = FORM.matcher(text);
            if (!parts.matches()) {
                throw new TypeConversionException("'" + text + "' is no safe zone; write it like 35.0312,110.9921,300");
            }
            return new Zone(
                    Double.parseDouble(parts.group(1)),
                    Double.parseDouble(parts.group(2)),
                    Integer.parseInt(parts.group(3)),
                    false);
        }
    }
}
