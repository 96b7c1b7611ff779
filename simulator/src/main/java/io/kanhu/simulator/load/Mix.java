package io.kanhu.simulator.load;

/** Which messages bands send. The n-th message of a band is always of the same kind, so that it can be told without a record. */
public enum Mix {
    /** A pulse a message. */
    PULSE,
    /** As in the field: seven of ten a pulse, one a pulse and a pressure, two a place and the battery. */
    CITY,
    /** Calls for help. */
    SOS;

    /** What one message says. */
    enum Kind {
        PULSE,
        PULSE_AND_PRESSURE,
        PLACE_AND_BATTERY,
        PRESS
    }

    Kind kindOf(int band, int number) {
        return switch (this) {
            case PULSE -> Kind.PULSE;
            case SOS -> Kind.PRESS;
            case CITY ->
                switch (Math.floorMod(band * 7 + number, 10)) {
                    case 3 -> Kind.PULSE_AND_PRESSURE;
                    case 5, 8 -> Kind.PLACE_AND_BATTERY;
                    default -> Kind.PULSE;
                };
        };
    }
}
