package io.kanhu.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class Gcj02PropertyTest {
    private static final double METRES_PER_DEGREE = 111_320;

    @Property(tries = 5000)
    void thereAndBackIsWithinAMillimetreAnywhereInChina(
            @ForAll @DoubleRange(min = 3.4, max = 53.6) double latitude,
            @ForAll @DoubleRange(min = 73.4, max = 135.1) double longitude) {
        Gcj02.Point there = Gcj02.fromWgs84(latitude, longitude);
        Gcj02.Point back = Gcj02.toWgs84(there.latitude(), there.longitude());
        assertThat(metres(new Gcj02.Point(latitude, longitude), back)).isLessThan(0.001);
    }

    @Property(tries = 5000)
    void theDatumsAreNeverMoreThan800MetresApart(
            @ForAll @DoubleRange(min = 3.4, max = 53.6) double latitude,
            @ForAll @DoubleRange(min = 73.4, max = 135.1) double longitude) {
        Gcj02.Point there = Gcj02.fromWgs84(latitude, longitude);
        assertThat(metres(new Gcj02.Point(latitude, longitude), there)).isLessThan(800);
    }

    @Property
    void whereverItIsAPointStaysOnTheEarth(
            @ForAll @DoubleRange(min = -90, max = 90) double latitude,
            @ForAll @DoubleRange(min = -180, max = 180) double longitude) {
        for (Gcj02.Point point :
                new Gcj02.Point[] {Gcj02.fromWgs84(latitude, longitude), Gcj02.toWgs84(latitude, longitude)}) {
            assertThat(Math.abs(point.latitude())).isLessThanOrEqualTo(90);
            assertThat(Math.abs(point.longitude())).isLessThanOrEqualTo(180);
        }
    }

    private static double metres(Gcj02.Point a, Gcj02.Point b) {
        double north = (a.latitude() - b.latitude()) * METRES_PER_DEGREE;
        double east = (a.longitude() - b.longitude()) * METRES_PER_DEGREE * Math.cos(Math.toRadians(a.latitude()));
        return Math.hypot(north, east);
    }
}
