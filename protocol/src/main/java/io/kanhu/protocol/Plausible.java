package io.kanhu.protocol;

/**
 * The ranges in which a measurement is believed. They bound what a living person's wrist can show, not what is healthy.
 */
public final class Plausible {
    private Plausible() {}

    /** Beats per minute. */
    public static boolean heartRate(int bpm) {
        return bpm >= 25 && bpm <= 230;
    }

    /** Both in mmHg. */
    public static boolean bloodPressure(int systolic, int diastolic) {
        return systolic >= 60 && systolic <= 260 && diastolic >= 30 && diastolic <= 150 && systolic - diastolic >= 10;
    }

    /** Percent. */
    public static boolean spo2(int percent) {
        return percent >= 50 && percent <= 100;
    }

    /** Degrees Celsius. */
    public static boolean temperature(double celsius) {
        return celsius >= 30 && celsius <= 43;
    }
}
