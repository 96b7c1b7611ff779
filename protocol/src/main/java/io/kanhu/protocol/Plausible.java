package io.kanhu.protocol;

import java.time.Duration;
import java.time.Instant;

/**
 * The ranges in which a measurement is believed. They bound what a living person's wrist can show, not what is healthy.
 */
public final class Plausible {

    /** How far ahead of ours a band's clock may be. Bands with a wrong time zone are within it. */
    public static final Duration CLOCK_AHEAD = Duration.ofHours(24);

    /** How long a band may have kept a report before it was sent. */
    public static final Duration CLOCK_BEHIND = Duration.ofDays(30);

    private static final long CLOCK_AHEAD_MILLIS = CLOCK_AHEAD.toMillis();
    private static final long CLOCK_BEHIND_MILLIS = CLOCK_BEHIND.toMillis();

    /** Time stamps below this, read as milliseconds, lie in the first weeks of 1970: they are meant as seconds. */
    private static final long LOOKS_LIKE_SECONDS = 10_000_000_000L;

    private Plausible() {}

    /** Whether a band's time stamp, in milliseconds since the epoch, can be true of a message that arrived then. */
    public static boolean clock(long sentMillis, Instant receivedAt) {
        long received = receivedAt.toEpochMilli();
        return sentMillis <= received + CLOCK_AHEAD_MILLIS && sentMillis >= received - CLOCK_BEHIND_MILLIS;
    }

    /**
     * What to tell the maker of a band whose time stamp is not believed.
     *
     * @param unitMillis 1 where the contract wants milliseconds, 1000 where it wants seconds
     */
    static String clockDetail(long sentMillis, long unitMillis) {
        boolean seconds = sentMillis > 100_000_000 && sentMillis < LOOKS_LIKE_SECONDS;
        String found = "Found " + sentMillis / unitMillis + " (" + Instant.ofEpochMilli(sentMillis) + "), expected ";
        String within = " since 1970, at most 30 days before and 24 h after arrival";
        if (unitMillis == 1000) {
            return found + "seconds" + within + ".";
        }
        return found + "milliseconds" + within + (seconds ? "; this looks like seconds." : ".");
    }

    /** Beats per minute. */
    public static boolean heartRate(int bpm) {
        return bpm >= 25 && bpm <= 230;
    }

    /** Both in mmHg. */
    public static boolean bloodPressure(int systolic, int diastolic) {
        return systolic >= 60 && systolic <= 260 && diastolic >= 30 && diastolic <= 150 && systolic - diastolic >= 10;
    }

    /** Percent. */
    public static boolean spo2(int percent) {
        return percent >= 50 && percent <= 100;
    }

    /** Degrees Celsius. */
    public static boolean temperature(double celsius) {
        return celsius >= 30 && celsius <= 43;
    }
}
