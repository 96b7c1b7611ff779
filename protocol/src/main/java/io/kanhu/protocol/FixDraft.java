package io.kanhu.protocol;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A position while its fields arrive, in any order. */
final class FixDraft {

    /** Half the way round the Earth; no uncertainty is larger, and the database's column holds it. Metres. */
    private static final double MAX_ACCURACY_METRES = 20_100_000;

    private double latitude = Double.NaN;
    private double longitude = Double.NaN;
    private @Nullable Double accuracyMetres;
    private @Nullable FixSource source;
    private boolean gcj02;
    private boolean broken;

    /** Reads the current value as a {@code loc} object; {@code null} where it holds no usable position. */
    static @Nullable Fix read(FieldReader in) throws IOException {
        if (!in.entersObject()) {
            return null;
        }
        FixDraft draft = new FixDraft();
        for (String name = in.nextField(); name != null; name = in.nextField()) {
            draft.readField(in, name);
        }
        return draft.finish(in, "");
    }

    /** Takes one field, or passes over it if it says nothing about a position. */
    void readField(FieldReader in, String name) throws IOException {
        switch (name) {
            case "lat" -> latitude = coordinate(in);
            case "lon" -> longitude = coordinate(in);
            case "acc" -> accuracyMetres = accuracy(in);
            case "src" -> source = source(in);
            case "datum" -> readDatum(in);
            default -> in.skip();
        }
    }

    /**
     * The position in WGS-84, or {@code null} where there is none.
     *
     * @param leaf the field to name in a refusal, from where the reader stands
     */
    @Nullable
    Fix finish(FieldReader in, String leaf) {
        // 0/0 is what receivers send that have not found themselves; nobody lives in the Gulf of Guinea.
        boolean noFix = (Double.isNaN(latitude) && Double.isNaN(longitude)) || (latitude == 0 && longitude == 0);
        if (broken || noFix) {
            return null;
        }
        if (Double.isNaN(latitude) || Double.isNaN(longitude)) {
            in.refuse(Reason.MALFORMED, leaf, "Found only one of lat and lon, expected both.");
            return null;
        }
        if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
            in.refuse(
                    Reason.IMPLAUSIBLE,
                    leaf,
                    "Found " + latitude + ", " + longitude + ", expected lat -90 to 90 and lon -180 to 180 degrees.");
            return null;
        }
        if (!gcj02) {
            return new Fix(latitude, longitude, accuracyMetres, source);
        }
        Gcj02.Point wgs84 = Gcj02.toWgs84(latitude, longitude);
        return new Fix(wgs84.latitude(), wgs84.longitude(), accuracyMetres, source);
    }

    private double coordinate(FieldReader in) throws IOException {
        int refusalsBefore = in.refusals().size();
        double degrees = in.number();
        broken |= in.refusals().size() > refusalsBefore;
        return degrees;
    }

    private static @Nullable Double accuracy(FieldReader in) throws IOException {
        double metres = in.number();
        if (Double.isNaN(metres) || metres < 0) {
            // Phones say -1 for "unknown".
            return null;
        }
        if (metres > MAX_ACCURACY_METRES) {
            in.refuse(Reason.IMPLAUSIBLE, "", "Found " + metres + ", expected a radius in metres.");
            return null;
        }
        // Whole millimetres: 1e-300 would underflow the database's four-byte column and fail its batch.
        return Math.round(metres * 1000) / 1000.0;
    }

    private static @Nullable FixSource source(FieldReader in) throws IOException {
        String word = in.text();
        return switch (word) {
            case null -> null;
            case "gnss" -> FixSource.GNSS;
            case "wifi" -> FixSource.WIFI;
            case "cell" -> FixSource.CELL;
            default -> {
                in.refuse(
                        Reason.MALFORMED,
                        "",
                        "Found \"" + PlainText.of(word, 20) + "\", expected \"gnss\", \"wifi\" or \"cell\".");
                yield null;
            }
        };
    }

    /** A position in a datum we do not know may lie a kilometre off, so it is not taken at all. */
    private void readDatum(FieldReader in) throws IOException {
        int refusalsBefore = in.refusals().size();
        String word = in.text();
        gcj02 = "gcj02".equals(word);
        if (word != null && !gcj02 && !word.equals("wgs84")) {
            in.refuse(
                    Reason.MALFORMED,
                    "",
                    "Found \"" + PlainText.of(word, 20) + "\", expected \"wgs84\" or \"gcj02\"; position not taken.");
        }
        broken |= in.refusals().size() > refusalsBefore;
    }
}
