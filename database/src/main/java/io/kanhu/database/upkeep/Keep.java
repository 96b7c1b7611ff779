package io.kanhu.database.upkeep;

/**
 * For how many days each kind is kept.
 *
 * @param vitalSigns the readings themselves, 35 at least: reports may be 30 days late and must meet the others of their hour
 * @param hours the hourly roll-up, at least as long as the readings
 * @param alerts alerts with their events and notifications, and presses
 * @param looks who looked at whom
 */
public record Keep(int vitalSigns, int hours, int locations, int bandStatuses, int alerts, int looks) {
    public static final int LEAST_VITAL_SIGNS = 35;

    /** What is kept if nobody says otherwise: 13 months, 5 years, 30 days, 90 days, and twice 3 years. */
    public static final Keep DEFAULT = new Keep(396, 1826, 30, 90, 1096, 1096);

    public Keep {
        if (vitalSigns < LEAST_VITAL_SIGNS || hours < vitalSigns) {
            throw new IllegalArgumentException("vital signs must be kept for " + LEAST_VITAL_SIGNS
                    + " days at least, and their hours as long, not " + vitalSigns + " and " + hours);
        }
        if (locations < 1 || bandStatuses < 1 || alerts < 1 || looks < 1) {
            throw new IllegalArgumentException("nothing can be kept for less than a day");
        }
    }

    int daysOf(Series series) {
        return switch (series) {
            case VITAL_SIGN, PACKED -> vitalSigns;
            case LOCATION_FIX -> locations;
            case BAND_STATUS -> bandStatuses;
            case HOURS -> hours;
        };
    }
}
