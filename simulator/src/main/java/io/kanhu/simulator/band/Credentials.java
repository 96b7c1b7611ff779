package io.kanhu.simulator.band;

import org.jspecify.annotations.Nullable;

/**
 * What a band needs to connect.
 *
 * @param home where its wearer lives; {@code null} if that is not known
 */
public record Credentials(
        String band, String secret, @Nullable Home home) {
    /** WGS-84, degrees. */
    public record Home(double latitude, double longitude) {}

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return "band " + band;
    }
}
