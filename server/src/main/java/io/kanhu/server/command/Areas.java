package io.kanhu.server.command;

import io.kanhu.registry.place.Datum;
import io.kanhu.registry.place.Level;
import io.kanhu.registry.place.PlaceImport;
import io.kanhu.registry.place.PlaceReport;
import io.kanhu.registry.place.Wanted;
import io.kanhu.server.StartRefused;
import io.kanhu.server.Store;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kanhu areas import FILE.geojson}. */
@Command(name = "areas", description = "Says where grids and areas lie.", mixinStandardHelpOptions = true)
final class Areas {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Command(
            name = "import",
            description = "Imports the shapes of grids and areas from a GeoJSON file: all of them, or nothing.",
            mixinStandardHelpOptions = true)
    int importFile(
            @Mixin DataOptions options,
            @Parameters(paramLabel = "FILE.geojson") Path file,
            @Option(
                            names = "--datum",
                            defaultValue = "wgs84",
                            description = "what its coordinates are: wgs84 (default) or gcj02")
                    String datum,
            @Option(
                            names = "--level",
                            description = "grid, community, street, county or city, for features that say none")
                    @Nullable
                    String level,
            @Option(
                            names = "--code-property",
                            paramLabel = "NAME",
                            description = "property with the code (default: code, adcode, or the feature's id)")
                    @Nullable
                    String codeProperty,
            @Option(
                            names = "--name-property",
                            paramLabel = "NAME",
                            defaultValue = "name",
                            description = "property with the name (default: name)")
                    String nameProperty,
            @Option(names = "--parent", paramLabel = "CODE", description = "the area above features that say none")
                    @Nullable
                    String parent,
            @Option(names = "--check", description = "say what is wrong, or what would be done; write nothing")
                    boolean check) {
        Wanted wanted = new Wanted(file, datumOf(datum), levelOf(level), codeProperty, nameProperty, parent);
        try (Store.Work work = options.open()) {
            PlaceImport shapes = new PlaceImport(work.database().jdbi());
            print(check ? shapes.check(wanted) : shapes.run(wanted), check);
        }
        return 0;
    }

    private void print(PlaceReport report, boolean check) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("shapes: %d new, %d changed, %d unchanged; places made: %d%s"
                .formatted(
                        report.drawn(),
                        report.redrawn(),
                        report.unchanged(),
                        report.created(),
                        check ? " (checked only, nothing was written)" : ""));
        report.notes().forEach(out::println);
    }

    private static Datum datumOf(String word) {
        return Arrays.stream(Datum.values())
                .filter(datum -> datum.code().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new StartRefused("there is no datum " + word + "; there are wgs84 and gcj02"));
    }

    private static @Nullable Level levelOf(@Nullable String word) {
        return word == null
                ? null
                : Level.of(word)
                        .orElseThrow(() -> new StartRefused(
                                "there is no level " + word + "; there are grid, community, street, county and city"));
    }
}
