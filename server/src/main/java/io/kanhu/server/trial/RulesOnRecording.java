package io.kanhu.server.trial;

import io.kanhu.alerting.care.Zone;
import io.kanhu.alerting.episode.Finding;
import io.kanhu.alerting.episode.Severity;
import io.kanhu.alerting.rules.Limits;
import io.kanhu.alerting.rules.Observation;
import io.kanhu.alerting.rules.Trial;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the rules would have made of a recording, beside what plain thresholds would have. */
public final class RulesOnRecording {
    private final Path file;
    private final ZoneId zone;
    private final List<Zone> zones;
    private final @Nullable Integer age;
    private final Consumer<String> out;
    private final Map<Severity, Integer> alarms = new EnumMap<>(Severity.class);
    private final Threshold wide = new Threshold(120, 50);
    private final Threshold narrow = new Threshold(100, 60);
    private double days;
    private int observations;

    /**
     * @param zone of the person, and of times that do not say theirs
     * @param zones where the person is expected to be; none for anywhere
     * @param age of the person in years, {@code null} if unknown
     * @param out takes the lines
     */
    public RulesOnRecording(Path file, ZoneId zone, List<Zone> zones, @Nullable Integer age, Consumer<String> out) {
        this.file = file;
        this.zone = zone;
        this.zones = List.copyOf(zones);
        this.age = age;
        this.out = out;
    }

    /**
     * Prints each alarm with its reason, and a summary.
     *
     * @throws UnreadableRecording if there is nothing to try them on
     */
    public void run(boolean compared) {
        new RecordedPeople(file, zone).read().forEach(this::live);
        out.accept("%s: %d observations, %.2f person-days".formatted(file.getFileName(), observations, days));
        for (Severity severity : List.of(Severity.EMERGENCY, Severity.ATTENTION)) {
            summary(severity.code(), alarms.getOrDefault(severity, 0));
        }
        if (compared) {
            summary("threshold 120/50", wide.alarms());
            summary("threshold 100/60", narrow.alarms());
        }
    }

    private void live(String person, List<Observation> life) {
        Trial trial = new Trial(Limits.DEFAULT, zone, zones, age);
        wide.nextPerson();
        narrow.nextPerson();
        for (Observation seen : life) {
            trial.take(seen).forEach(finding -> alarm(person, finding));
            wide.take(seen.bpm());
            narrow.take(seen.bpm());
        }
        observations += life.size();
        // An hour in which nothing came in is no part of anybody's day.
        days += life.stream()
                        .map(seen -> seen.at().truncatedTo(ChronoUnit.HOURS))
                        .distinct()
                        .count()
                / 24.0;
    }

    private void alarm(String person, Finding finding) {
        alarms.merge(finding.severity(), 1, Integer::sum);
        out.accept("%s  %s  %s %s %s"
                .formatted(
                        finding.at().atZone(zone).toLocalDateTime(),
                        person,
                        finding.severity().code(),
                        finding.kind().code(),
                        finding.reading()));
    }

    private void summary(String what, int count) {
        out.accept(String.format(Locale.ROOT, "  %-18s %5d, %.3f per person-day", what, count, count / days));
    }
}
