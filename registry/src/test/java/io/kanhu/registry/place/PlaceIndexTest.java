package io.kanhu.registry.place;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.registry.place.PlaceIndex.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

class PlaceIndexTest {
    /** Four squares of about 111 m by 91 m around 35, 111, and the community they lie in. */
    private static final PlaceIndex TOWN = new PlaceIndex(List.of(
            square(Level.GRID, 1, "south-west", 34.999, 110.999, 0.001),
            square(Level.GRID, 2, "south-east", 34.999, 111.000, 0.001),
            square(Level.GRID, 3, "north-west", 35.000, 110.999, 0.001),
            square(Level.GRID, 4, "north-east", 35.000, 111.000, 0.001),
            square(Level.COMMUNITY, 1, "community", 34.99, 110.99, 0.02),
            square(Level.CITY, 9, "city", 34.5, 110.5, 1)));

    @Test
    void theLowestLevelWinsWhateverItsSize() {
        assertThat(TOWN.at(35.0005, 111.0005)).map(Spot::code).contains("north-east");
        assertThat(TOWN.at(35.005, 111.005)).map(Spot::code).contains("community");
        assertThat(TOWN.at(34.6, 110.6)).map(Spot::code).contains("city");
        assertThat(TOWN.at(36, 111)).isEmpty();
    }

    @Test
    void ofOneLevelTheSmallestWinsAndThenTheLowerId() {
        PlaceIndex index = new PlaceIndex(List.of(
                square(Level.GRID, 1, "large", 35, 111, 0.01),
                square(Level.GRID, 3, "twin", 35, 111, 0.001),
                square(Level.GRID, 2, "small", 35, 111, 0.001)));
        assertThat(index.at(35.0005, 111.0005)).map(Spot::code).contains("small");
        assertThat(index.at(35.005, 111.005)).map(Spot::code).contains("large");
    }

    @Test
    void whatLiesInAHoleOrBetweenThePartsIsOutside() throws ParseException {
        Geometry shape = new WKTReader().read("""
                MULTIPOLYGON (((111 35, 111.03 35, 111.03 35.03, 111 35.03, 111 35),
                               (111.01 35.01, 111.02 35.01, 111.02 35.02, 111.01 35.02, 111.01 35.01)),
                              ((111.05 35, 111.06 35, 111.06 35.01, 111.05 35.01, 111.05 35)))
                """);
        PlaceIndex index = new PlaceIndex(List.of(new Shape(new Spot(Level.GRID, 1, "parts"), shape)));
        assertThat(index.at(35.005, 111.005)).isPresent();
        assertThat(index.at(35.015, 111.015)).isEmpty();
        assertThat(index.at(35.005, 111.04)).isEmpty();
        assertThat(index.at(35.005, 111.055)).isPresent();
    }

    @Test
    void aBorderAndACornerAreInside() {
        assertThat(TOWN.at(35.0005, 111)).map(Spot::code).contains("north-west");
        assertThat(TOWN.at(35, 111)).map(Spot::code).contains("south-west");
        assertThat(TOWN.at(34.99, 110.99)).map(Spot::code).contains("community");
    }

    @Test
    void aSmallCircleOfAccuracyIsTakenAtItsWordEvenAtACorner() {
        assertThat(TOWN.at(35.0005, 111.0005, 10.0)).map(Spot::code).contains("north-east");
        assertThat(TOWN.at(35.00002, 111.00002, 20.0)).map(Spot::code).contains("north-east");
    }

    @Test
    void aCircleOverManyGridsSaysOnlyTheAreaTheyLieIn() {
        assertThat(TOWN.at(35.0005, 111.0005, 500.0)).map(Spot::code).contains("community");
        assertThat(TOWN.at(35.0005, 111.0005, 20_000.0)).map(Spot::code).contains("city");
        assertThat(TOWN.at(35.0005, 111.0005, 2_000_000.0)).isEmpty();
    }

    @Test
    void whatDoesNotSayHowExactItIsIsTakenAtItsWord() {
        assertThat(TOWN.at(35.0005, 111.0005, null)).map(Spot::code).contains("north-east");
    }

    static Shape square(Level level, long id, String code, double south, double west, double side) {
        return new Shape(new Spot(level, id, code), Squares.of(south, west, side));
    }
}
