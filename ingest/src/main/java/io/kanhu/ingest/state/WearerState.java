package io.kanhu.ingest.state;

import org.jspecify.annotations.Nullable;

/**
 * The newest of each kind of one wearer since it was last written. Every value has its own time, milliseconds since the epoch, and
 * gives way to a newer one only. Not thread-safe.
 */
public final class WearerState {
    static final long NEVER = Long.MIN_VALUE;

    final long wearerId;
    String band;
    long heardAt;
    int heartRate;
    long heartRateAt = NEVER;
    int systolic;
    int diastolic;
    long pressureAt = NEVER;
    double latitude;
    double longitude;

    @Nullable
    Double accuracy;

    long fixAt = NEVER;
    int battery;
    long batteryAt = NEVER;
    boolean worn;
    long wornAt = NEVER;
    int steps;
    long stepsAt = NEVER;

    WearerState(long wearerId, String band, long heardAt) {
        this.wearerId = wearerId;
        this.band = band;
        this.heardAt = heardAt;
    }

    void heard(String by, long at) {
        if (at >= heardAt) {
            band = by;
            heardAt = at;
        }
    }

    /** Beats per minute. */
    public void heartRate(int bpm, long at) {
        if (at > heartRateAt) {
            heartRate = bpm;
            heartRateAt = at;
        }
    }

    /** Both in mmHg. */
    public void pressure(int systolicMmHg, int diastolicMmHg, long at) {
        if (at > pressureAt) {
            systolic = systolicMmHg;
            diastolic = diastolicMmHg;
            pressureAt = at;
        }
    }

    /**
     * WGS-84.
     *
     * @param accuracyMetres {@code null} if the band does not say
     */
    public void fix(double latitudeDegrees, double longitudeDegrees, @Nullable Double accuracyMetres, long at) {
        if (at > fixAt) {
            latitude = latitudeDegrees;
            longitude = longitudeDegrees;
            accuracy = accuracyMetres;
            fixAt = at;
        }
    }

    public void battery(int percent, long at) {
        if (at > batteryAt) {
            battery = percent;
            batteryAt = at;
        }
    }

    public void worn(boolean isWorn, long at) {
        if (at > wornAt) {
            worn = isWorn;
            wornAt = at;
        }
    }

    /** Since the band's midnight. */
    public void steps(int count, long at) {
        if (at > stepsAt) {
            steps = count;
            stepsAt = at;
        }
    }

    /** Takes over what the other knows that is newer. */
    void merge(WearerState other) {
        heard(other.band, other.heardAt);
        heartRate(other.heartRate, other.heartRateAt);
        pressure(other.systolic, other.diastolic, other.pressureAt);
        fix(other.latitude, other.longitude, other.accuracy, other.fixAt);
        battery(other.battery, other.batteryAt);
        worn(other.worn, other.wornAt);
        steps(other.steps, other.stepsAt);
    }
}
