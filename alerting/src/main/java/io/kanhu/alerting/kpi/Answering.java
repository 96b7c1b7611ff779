package io.kanhu.alerting.kpi;

import org.jspecify.annotations.Nullable;

/**
 * How emergencies were answered in a span of time, self-tests left out.
 *
 * @param part of the day
 * @param tests that people made; they count as cases
 * @param falseAlarms pressed by mistake, called off, a broken band
 * @param answerable all but those that were called off before anybody answered
 * @param answered20 of the answerable, how many within 20 s of their arrival; the others likewise
 * @param arrived how many somebody has arrived at
 * @param arrived15 within 15 minutes of the call; the others likewise
 * @param medianSeconds from the call to the first who said that they go; {@code null} if nobody did
 */
public record Answering(
        Part part,
        long cases,
        long tests,
        long falseAlarms,
        long answerable,
        long answered20,
        long answered60,
        long answered180,
        long arrived,
        long arrived15,
        long arrived30,
        long arrived45,
        long arrived60,
        @Nullable Double medianSeconds) {

    /** Day and night as {@code kpi_setting} has them. */
    public enum Part {
        DAY,
        NIGHT,
        ALL
    }
}
