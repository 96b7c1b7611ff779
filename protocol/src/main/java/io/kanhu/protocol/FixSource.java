package io.kanhu.protocol;

/** How a band found out where it is. */
public enum FixSource {
    GNSS("gnss"),
    WIFI("wifi"),
    CELL("cell");

    private final String code;

    FixSource(String code) {
        this.code = code;
    }

    /** The word on the wire and in the database. */
    public String code() {
        return code;
    }
}
