package io.kanhu.registry.settlement;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * Which days count.
 *
 * @param hours a day counts if a band was assigned for more than so many hours of it, less suspensions
 */
public record CutOff(Basis basis, BigDecimal hours) {
    /** What a day counts by. */
    public enum Basis {
        /** That the wearer had a band for long enough. */
        ASSIGNED,
        /** That the band reported vital signs on that day, and the wearer was not suspended all day. */
        HEARD,
        /** One of the two. */
        EITHER;

        /** The word in the database and in the interface. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Reads the word back. */
        public static Basis of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }
}
