package io.kanhu.alerting.kpi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How emergencies were answered in a span of time, self-tests left out.
 *
 * @param part of the day
 * @param tests that people made; they count as cases
 * @param falseAlarms pressed by mistake, called off, a broken band
 * @param answerable all but those that were called off before anybody answered
 * @param answered of the answerable, how many within each of the city's targets, in seconds
 * @param arrived how many somebody has arrived at
 * @param reached of those, how many within each of the city's targets, in minutes from the call
 * @param medianSeconds from the call to the first who said that they go; {@code null} if nobody did
 */
public record Answering(
        Part part,
        long cases,
        long tests,
        long falseAlarms,
        long answerable,
        List<Within> answered,
        long arrived,
        List<Within> reached,
        @Nullable Double medianSeconds) {

    public Answering {
        answered = List.copyOf(answered);
        reached = List.copyOf(reached);
    }

    /** How many cases took no longer than a target. */
    public record Within(int target, long cases) {}

    /** Day and night as {@code kpi_setting} has them. */
    public enum Part {
        DAY,
        NIGHT,
        ALL
    }
}
