package io.kanhu.protocol;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A blood pressure while its two halves arrive, in any order. */
final class BloodPressureDraft {
    private long systolic = FieldReader.ABSENT;
    private long diastolic = FieldReader.ABSENT;

    /** Reads the current value as a {@code bp} object; {@code null} where it holds no usable pressure. */
    static @Nullable BloodPressure read(FieldReader in) throws IOException {
        if (!in.entersObject()) {
            return null;
        }
        BloodPressureDraft draft = new BloodPressureDraft();
        for (String name = in.nextField(); name != null; name = in.nextField()) {
            draft.readField(in, name);
        }
        return draft.finish(in, "");
    }

    /** Takes one field, or passes over it if it says nothing about a pressure. */
    void readField(FieldReader in, String name) throws IOException {
        switch (name) {
            case "sys" -> systolic = in.wholeNumber();
            case "dia" -> diastolic = in.wholeNumber();
            default -> in.skip();
        }
    }

    /**
     * The pressure, or {@code null} where there is none.
     *
     * @param leaf the field to name in a refusal, from where the reader stands
     */
    @Nullable
    BloodPressure finish(FieldReader in, String leaf) {
        boolean refused = systolic == FieldReader.UNREADABLE || diastolic == FieldReader.UNREADABLE;
        boolean nothing = systolic == FieldReader.ABSENT && diastolic == FieldReader.ABSENT;
        boolean failed = systolic == 0 || diastolic == 0;
        if (refused || nothing || failed) {
            return null;
        }
        if (systolic == FieldReader.ABSENT || diastolic == FieldReader.ABSENT) {
            in.refuse(Reason.MALFORMED, leaf, "Found only one of sys and dia, expected both.");
            return null;
        }
        boolean fits = systolic == (int) systolic && diastolic == (int) diastolic;
        if (!fits || !Plausible.bloodPressure((int) systolic, (int) diastolic)) {
            in.refuse(
                    Reason.IMPLAUSIBLE,
                    leaf,
                    "Found " + systolic + "/" + diastolic
                            + ", expected sys 60 to 260 and dia 30 to 150 mmHg, sys at least 10 above dia.");
            return null;
        }
        return new BloodPressure((int) systolic, (int) diastolic);
    }
}
