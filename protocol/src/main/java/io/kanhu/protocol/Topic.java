package io.kanhu.protocol;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A topic name of the wire contract, taken apart.
 *
 * @param band whose topic it is; {@code null} where the name does not say (ThingsBoard's), then the connection does
 */
public record Topic(Kind kind, @Nullable String band) {

    /** What is said on a topic. */
    public enum Kind {
        TELEMETRY,
        SOS,
        STATUS,
        COMMAND,
        THINGSBOARD,
        OWNTRACKS
    }

    /** What ThingsBoard's device API calls telemetry; accepted from bands that were built for it. */
    public static final String THINGSBOARD_TELEMETRY = "v1/devices/me/telemetry";

    private static final Pattern BAND_ID = Pattern.compile("[A-Za-z0-9_-]{1,32}");
    private static final String PREFIX = "kanhu/v1/";
    private static final String OWNTRACKS_PREFIX = "owntracks/";

    /** Whether {@code id} can name a band: 1 to 32 of {@code A-Z a-z 0-9 _ -}. */
    public static boolean isBandId(String id) {
        return BAND_ID.matcher(id).matches();
    }

    /** The topic on which Kanhu speaks to a band. */
    public static String commandOf(String band) {
        return PREFIX + band + "/command";
    }

    /** The topic of one kind of one band, for kinds of the native contract. */
    public static String nameOf(Kind kind, String band) {
        return PREFIX + band + "/" + leaf(kind);
    }

    /** Takes a topic name apart, or returns {@code null} if it is none of the contract's. */
    public static @Nullable Topic parse(String name) {
        if (name.equals(THINGSBOARD_TELEMETRY)) {
            return new Topic(Kind.THINGSBOARD, null);
        }
        if (name.startsWith(PREFIX)) {
            int slash = name.indexOf('/', PREFIX.length());
            if (slash < 0) {
                return null;
            }
            return named(name.substring(PREFIX.length(), slash), kindOf(name.substring(slash + 1)));
        }
        if (name.startsWith(OWNTRACKS_PREFIX)) {
            int slash = name.indexOf('/', OWNTRACKS_PREFIX.length());
            if (slash < 0 || name.indexOf('/', slash + 1) >= 0) {
                return null;
            }
            return named(name.substring(OWNTRACKS_PREFIX.length(), slash), Kind.OWNTRACKS);
        }
        return null;
    }

    private static @Nullable Topic named(String band, @Nullable Kind kind) {
        return kind != null && isBandId(band) ? new Topic(kind, band) : null;
    }

    private static @Nullable Kind kindOf(String leaf) {
        return switch (leaf) {
            case "telemetry" -> Kind.TELEMETRY;
            case "sos" -> Kind.SOS;
            case "status" -> Kind.STATUS;
            case "command" -> Kind.COMMAND;
            default -> null;
        };
    }

    private static String leaf(Kind kind) {
        return switch (kind) {
            case TELEMETRY -> "telemetry";
            case SOS -> "sos";
            case STATUS -> "status";
            case COMMAND -> "command";
            case THINGSBOARD, OWNTRACKS ->
                throw new IllegalArgumentException(kind + " has no topic in the native contract");
        };
    }
}
