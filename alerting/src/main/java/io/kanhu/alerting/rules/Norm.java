package io.kanhu.alerting.rules;

/**
 * What is usual for somebody at an hour of the day.
 *
 * @param median beats per minute; 0 if it is not known, and then the limits are those for everybody
 * @param low this and less is unusual
 * @param high this and more is unusual
 */
record Norm(int median, int low, int high) {
    static Norm unknown(Limits limits) {
        return new Norm(0, limits.pulseLow(), limits.pulseHigh());
    }

    boolean isKnown() {
        return median > 0;
    }

    boolean isUsual(int bpm) {
        return bpm > low && bpm < high;
    }
}
