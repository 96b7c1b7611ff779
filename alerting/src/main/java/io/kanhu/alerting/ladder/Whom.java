package io.kanhu.alerting.ladder;

import java.util.Locale;

/** Whom a rung calls, seen from the alert's grid. */
public enum Whom {
    /** Those on first duty in the grid. */
    ON_DUTY,
    BACKUP,
    COMMUNITY_SUPERVISOR,
    STREET_SUPERVISOR,
    COUNTY_SUPERVISOR,
    CITY_SUPERVISOR,
    COMMUNITY_DESK,
    STREET_DESK,
    COUNTY_DESK,
    CITY_DESK,
    /** The wearer's contacts. They have a telephone, some of them a mailbox, and no app. */
    FAMILY;

    /** The word in the database and in the interface. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the word back. */
    public static Whom of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** Whether this is somebody with a shift in the grid itself. */
    public boolean isInTheGrid() {
        return this == ON_DUTY || this == BACKUP;
    }

    /** Whether this is somebody who supervises an area. */
    public boolean supervises() {
        return name().endsWith("_SUPERVISOR");
    }

    /** Whether this is the desk of an area. */
    public boolean isDesk() {
        return name().endsWith("_DESK");
    }
}
