package io.kanhu.protocol;

/** Why something a band sent was refused. The code is the metric label, the database value and the firmware maker's search term. */
public enum Reason {
    MALFORMED("malformed"),
    TOO_LARGE("too_large"),
    TOO_MANY_REPORTS("too_many_reports"),
    UNKNOWN_TOPIC("unknown_topic"),
    CLOCK("clock"),
    IMPLAUSIBLE("implausible"),
    NOTHING_MEASURED("nothing_measured"),
    UNKNOWN_BAND("unknown_band"),
    FOREIGN_TOPIC("foreign_topic");

    private final String code;

    Reason(String code) {
        this.code = code;
    }

    /** Lower-case word, stable across versions. */
    public String code() {
        return code;
    }
}
