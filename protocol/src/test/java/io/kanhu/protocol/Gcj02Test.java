package io.kanhu.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Against pairs that others computed: the first three are the published ones of eviltransform, the others were made with
 * gcoord, an implementation that shares no code with this one.
 */
class Gcj02Test {

    /** A tenth of a millimetre. */
    private static final double CLOSE_DEGREES = 1e-9;

    @ParameterizedTest
    @CsvSource({
        "31.1774276, 121.5272106, 31.17530398364597, 121.531541859215",
        "22.543847, 113.912316, 22.540796131694766, 113.9171764808363",
        "39.911954, 116.377817, 39.91334545536069, 116.38404722455657",
        "43.8256, 87.6168, 43.82680539311119, 87.61964994946926",
        "29.6469, 91.1175, 29.6441918713424, 91.1190600839076",
        "45.8038, 126.535, 45.80578152514843, 126.54104035015793",
        "18.2528, 109.5119, 18.25109479173564, 109.51598429482667",
        "39.4704, 75.9898, 39.470627026037526, 75.99275499023025",
        "24.8801, 102.8329, 24.87703077641073, 102.83431619435227",
        "30.5728, 104.0668, 30.570346141080414, 104.06930547724922",
        "35.0266, 111.0073, 35.02586298784584, 111.01311371757508",
        "52.9722, 122.5386, 52.97371285778279, 122.5456285967822",
        "48.3647, 134.3077, 48.367111144721996, 134.31542082084272"
    })
    void aPairIsConvertedBothWays(double wgsLatitude, double wgsLongitude, double gcjLatitude, double gcjLongitude) {
        Gcj02.Point out = Gcj02.fromWgs84(wgsLatitude, wgsLongitude);
        assertThat(out.latitude()).isCloseTo(gcjLatitude, within(CLOSE_DEGREES));
        assertThat(out.longitude()).isCloseTo(gcjLongitude, within(CLOSE_DEGREES));
        Gcj02.Point back = Gcj02.toWgs84(gcjLatitude, gcjLongitude);
        assertThat(back.latitude()).isCloseTo(wgsLatitude, within(CLOSE_DEGREES));
        assertThat(back.longitude()).isCloseTo(wgsLongitude, within(CLOSE_DEGREES));
    }

    @ParameterizedTest
    @CsvSource({
        "48.85833, 2.29513",
        "-33.86, 151.21",
        "0, 0",
        "90, 180",
        "-90, -180",
        "0.8, 110",
        "55.9, 110",
        "30, 71.9",
        "30, 137.9"
    })
    void outsideChinaNothingMoves(double latitude, double longitude) {
        assertThat(Gcj02.fromWgs84(latitude, longitude)).isEqualTo(new Gcj02.Point(latitude, longitude));
        assertThat(Gcj02.toWgs84(latitude, longitude)).isEqualTo(new Gcj02.Point(latitude, longitude));
    }

    @Test
    void thePairsBesideTheProjectAreConvertedBothWays() throws IOException {
        Path file = Path.of("../../shared/data/geo/gcj02_vectors.csv");
        Assumptions.assumeTrue(Files.exists(file), () -> "no " + file + " beside the project");
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.getFirst()).isEqualTo("place,wgs_lat,wgs_lng,gcj_lat,gcj_lng");
        assertThat(lines).hasSizeGreaterThan(1);
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            aPairIsConvertedBothWays(
                    Double.parseDouble(cells[1]),
                    Double.parseDouble(cells[2]),
                    Double.parseDouble(cells[3]),
                    Double.parseDouble(cells[4]));
        }
    }
}
