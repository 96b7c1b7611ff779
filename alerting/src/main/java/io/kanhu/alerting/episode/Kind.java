package io.kanhu.alerting.episode;

import java.util.Locale;

/** What an alert is about. */
public enum Kind {
    SOS,
    FALL,
    HEART_RATE_HIGH,
    HEART_RATE_LOW,
    BLOOD_PRESSURE_CRISIS,
    LEFT_SAFE_ZONE,
    IMMOBILE,
    SILENT,
    BAND_REMOVED,
    BATTERY_LOW;

    /**
     * Whether it means nothing of a wearer who is away: that the band is silent, lies about, runs flat or is somewhere else. Of what
     * somebody needs help with nothing is left out.
     */
    public boolean meansNothingOfWhoIsAway() {
        return switch (this) {
            case SOS, FALL, HEART_RATE_HIGH, HEART_RATE_LOW, BLOOD_PRESSURE_CRISIS -> false;
            case LEFT_SAFE_ZONE, IMMOBILE, SILENT, BAND_REMOVED, BATTERY_LOW -> true;
        };
    }

    /** The word in the database and in the interface. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is about the band rather than about whoever wears it. */
    public boolean isAboutTheBand() {
        return this == SILENT || this == BAND_REMOVED || this == BATTERY_LOW;
    }

    /** Reads the word back. */
    public static Kind of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
