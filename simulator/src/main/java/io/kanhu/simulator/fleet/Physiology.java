package io.kanhu.simulator.fleet;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Random;

/**
 * An old person's body, good enough to look at: a resting pulse of their own, slower at night, faster on the way to the market,
 * noise on top; a pressure that runs high in half of them. Not a medical model.
 */
public final class Physiology {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final double DEGREES_A_METRE = 1 / 111_320.0;
    private static final double FARTHEST_METRES = 400;

    private final Random chance;
    private final int restingBpm;
    private final int systolic;
    private final int diastolic;
    private final double homeLatitude;
    private final double homeLongitude;
    private double noise;
    private double exertion;
    private double northMetres;
    private double eastMetres;
    private int steps;
    private LocalDate day = LocalDate.EPOCH;
    private double battery;

    public Physiology(long seed, double homeLatitude, double homeLongitude) {
        this.chance = new Random(seed);
        this.homeLatitude = homeLatitude;
        this.homeLongitude = homeLongitude;
        this.restingBpm = 58 + chance.nextInt(20);
        this.systolic = 118 + chance.nextInt(42);
        this.diastolic = 66 + chance.nextInt(22);
        this.battery = 20 + chance.nextInt(80);
    }

    /** Lives on for a while, up to {@code now}. */
    public void live(Instant now, double seconds) {
        boolean awake = isAwake(now);
        LocalDate today = LocalDate.ofInstant(now, ZONE);
        if (!today.equals(day)) {
            day = today;
            steps = 0;
        }
        // Out of the house every now and then, and tired after a while.
        if (awake && chance.nextDouble() < seconds / 5400) {
            exertion = 12 + chance.nextInt(26);
        }
        exertion *= Math.exp(-seconds / 900);
        noise = 0.9 * noise + 1.6 * chance.nextGaussian();
        if (exertion > 8) {
            double stride = Math.min(1.1 * seconds, 60);
            northMetres = held(northMetres + stride * chance.nextGaussian());
            eastMetres = held(eastMetres + stride * chance.nextGaussian());
            steps += (int) (stride * 1.6);
        }
        battery = battery < 15 || (!awake && battery < 95) ? battery + seconds / 60 : battery - seconds / 1700;
        battery = Math.clamp(battery, 1, 100);
    }

    /** Beats per minute. */
    public int heartRate(Instant now) {
        double night = isAwake(now) ? 0 : -6;
        return (int) Math.round(Math.clamp(restingBpm + night + exertion + noise, 42, 150));
    }

    /** mmHg. */
    public int systolic() {
        return (int) Math.round(systolic + 0.4 * exertion + 4 * Math.clamp(noise / 3, -2, 2));
    }

    /** mmHg. */
    public int diastolic() {
        return (int) Math.round(diastolic + 2 * Math.clamp(noise / 3, -2, 2));
    }

    public double latitude() {
        return rounded(homeLatitude + northMetres * DEGREES_A_METRE);
    }

    public double longitude() {
        return rounded(homeLongitude + eastMetres * DEGREES_A_METRE / Math.cos(Math.toRadians(homeLatitude)));
    }

    /** Percent. */
    public int battery() {
        return (int) battery;
    }

    /** Since midnight. */
    public int steps() {
        return steps;
    }

    private static boolean isAwake(Instant now) {
        LocalTime time = LocalTime.ofInstant(now, ZONE);
        return time.getHour() >= 6 && time.getHour() < 22;
    }

    private static double held(double metres) {
        return Math.clamp(metres, -FARTHEST_METRES, FARTHEST_METRES);
    }

    private static double rounded(double degrees) {
        return Math.round(degrees * 1e6) / 1e6;
    }
}
