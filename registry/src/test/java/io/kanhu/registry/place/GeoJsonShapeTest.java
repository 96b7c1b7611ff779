package io.kanhu.registry.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.Geometry;

class GeoJsonShapeTest {
    @Test
    void ringsMayTurnEitherWayAndCarryAltitudes() throws Exception {
        String clockwise = "{'type':'Polygon','coordinates':[[[0,0,9],[0,1,9],[1,1,9],[1,0,9],[0,0,9]]]}";
        String counter = "{'type':'Polygon','coordinates':[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}";
        assertThat(read(clockwise, Datum.WGS84).equalsTopo(read(counter, Datum.WGS84)))
                .isTrue();
    }

    @Test
    void aShapeFromAChineseMapIsMovedByHundredsOfMetres() throws Exception {
        String square = "{'type':'Polygon','coordinates':[[[111,35],[111.1,35],[111.1,35.1],[111,35.1],[111,35]]]}";
        double moved = read(square, Datum.WGS84)
                .getCentroid()
                .distance(read(square, Datum.GCJ02).getCentroid());
        assertThat(moved * 111_195).isBetween(300.0, 900.0);
    }

    @Test
    void whatTouchesItselfOrRunsOutAndBackIsMendedAndSaid() throws Exception {
        String spike = "{'type':'Polygon','coordinates':[[[0,0],[4,0],[4,4],[4,9],[4,4],[0,4],[0,0]]]}";
        GeoJsonShape.Drawn drawn = drawn(spike, Datum.WGS84);
        assertThat(drawn.mended()).contains("near");
        assertThat(drawn.shape().isValid()).isTrue();
        assertThat(drawn.shape().getArea()).isEqualTo(16.0);
        String pinched = "{'type':'Polygon','coordinates':[[[0,0],[2,0],[2,2],[4,2],[4,4],[2,4],[2,2],[0,2],[0,0]]]}";
        assertThat(drawn(pinched, Datum.WGS84).mended()).contains("near 2.000000,2.000000");
        assertThat(read(pinched, Datum.WGS84).getArea()).isEqualTo(8.0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {'type':'Polygon','coordinates':[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}            | crosses or touches itself near 0.500000,0.500000
            {'type':'Polygon','coordinates':[[[0,0],[1,0],[1,1],[0,1]]]}                  | outer ring is not closed
            {'type':'Polygon','coordinates':[[[0,0],[1,0],[0,0]]]}                        | fewer than 4 positions
            {'type':'Polygon','coordinates':[[[0,0],[0,0],[0,0],[0,0]]]}                  | fewer than three corners
            {'type':'Polygon','coordinates':[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[20,20],[21,20],[21,21],[20,20]]]} | hole lies outside
            {'type':'Polygon','coordinates':[[[35,111],[35.1,111],[35.1,111.1],[35,111]]]} | the wrong way round
            {'type':'Polygon','coordinates':[[[200,0],[201,0],[201,1],[200,0]]]}          | has the longitude 200.0
            {'type':'Polygon','coordinates':[[[0,0],['a',0],[1,1],[0,0]]]}                | position 2 is not
            {'type':'Polygon','coordinates':[[[0,0],[1e999,0],[1,1],[0,0]]]}              | has the longitude Infinity
            {'type':'Polygon','coordinates':['@@encoded']}                                | fewer than 4 positions
            {'type':'Polygon','coordinates':[]}                                           | has no ring
            {'type':'Polygon'}                                                            | has no ring
            {'type':'MultiPolygon','coordinates':[]}                                      | has no polygon
            {'type':'MultiPolygon','coordinates':[[[[0,0],[1,0],[1,1],[0,0]]],[[[5,5],[6,5],[6,6]]]]} | polygon 2, outer ring has fewer than 4
            {'type':'Point','coordinates':[0,0]}                                          | is a Point
            {'coordinates':[[[0,0],[1,0],[1,1],[0,0]]]}                                   | has no type
            null                                                                          | has no geometry
            """)
    void whatHasNoInsideIsRefusedWithAReason(String geometry, String reason) {
        assertThatThrownBy(() -> read(geometry, Datum.WGS84))
                .isInstanceOf(BadShape.class)
                .hasMessageContaining(reason);
    }

    private static Geometry read(String geometry, Datum datum) throws BadShape, JsonProcessingException {
        return drawn(geometry, datum).shape();
    }

    private static GeoJsonShape.Drawn drawn(String geometry, Datum datum) throws BadShape, JsonProcessingException {
        return new GeoJsonShape(datum).read(new JsonMapper().readTree(geometry.replace('\'', '"')));
    }
}
