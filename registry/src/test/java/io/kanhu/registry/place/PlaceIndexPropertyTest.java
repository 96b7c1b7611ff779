package io.kanhu.registry.place;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.protocol.Gcj02;
import io.kanhu.registry.place.PlaceIndex.Shape;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.locationtech.jts.geom.Coordinate;

class PlaceIndexPropertyTest {
    /** A square as plain numbers, for an answer without any geometry. */
    record Square(Level level, int south, int west, int side) {
        boolean covers(double latitude, double longitude) {
            return latitude >= south && latitude <= south + side && longitude >= west && longitude <= west + side;
        }
    }

    @Property(tries = 300)
    void theIndexFindsWhatLookingAtEveryShapeFinds(
            @ForAll("squares") List<Square> squares,
            @ForAll @IntRange(max = 80) int north,
            @ForAll @IntRange(max = 80) int east) {
        PlaceIndex index = new PlaceIndex(IntStream.range(0, squares.size())
                .mapToObj(i -> new Shape(
                        new Spot(squares.get(i).level(), i, "s" + i),
                        Squares.of(
                                squares.get(i).south(),
                                squares.get(i).west(),
                                squares.get(i).side())))
                .toList());
        double latitude = north / 2.0;
        double longitude = east / 2.0;
        Optional<Integer> expected = IntStream.range(0, squares.size())
                .boxed()
                .filter(i -> squares.get(i).covers(latitude, longitude))
                .min(Comparator.comparing((Integer i) -> squares.get(i).level())
                        .thenComparing(i -> squares.get(i).side())
                        .thenComparing(i -> i));
        assertThat(index.at(latitude, longitude).map(Spot::id)).isEqualTo(expected.map(Integer::longValue));
    }

    @Property(tries = 200)
    void theMoreExactAPositionTheSmallerThePlaceItTells(
            @ForAll("squares") List<Square> squares, @ForAll @DoubleRange(min = 2, max = 3e6) double metres) {
        PlaceIndex index = new PlaceIndex(IntStream.range(0, squares.size())
                .mapToObj(i -> new Shape(
                        new Spot(squares.get(i).level(), i, "s" + i),
                        Squares.of(
                                squares.get(i).south(),
                                squares.get(i).west(),
                                squares.get(i).side())))
                .toList());
        Optional<Spot> vague = index.at(20.25, 20.25, metres);
        Optional<Spot> exact = index.at(20.25, 20.25, null);
        // Whatever a circle finds, the point lies in it too.
        assertThat(vague.isPresent()).isIn(exact.isPresent(), false);
        vague.ifPresent(spot -> {
            assertThat(squares.get((int) spot.id()).covers(20.25, 20.25)).isTrue();
            assertThat(spot.level()).isGreaterThanOrEqualTo(exact.orElseThrow().level());
        });
    }

    @Property(tries = 300)
    void whatAChineseMapDrawsComesBackToWhereItIs(
            @ForAll @DoubleRange(min = 18, max = 50) double latitude,
            @ForAll @DoubleRange(min = 75, max = 130) double longitude) {
        Gcj02.Point drawn = Gcj02.fromWgs84(latitude, longitude);
        Coordinate back = Datum.GCJ02.toWgs84(new Coordinate(drawn.longitude(), drawn.latitude()));
        assertThat(back.getY()).isEqualTo(latitude, Offset.offset(1e-8));
        assertThat(back.getX()).isEqualTo(longitude, Offset.offset(1e-8));
    }

    @Provide
    Arbitrary<List<Square>> squares() {
        Arbitrary<Integer> corner = Arbitraries.integers().between(0, 30);
        return Combinators.combine(
                        Arbitraries.of(Level.class),
                        corner,
                        corner,
                        Arbitraries.integers().between(1, 20))
                .as(Square::new)
                .list()
                .ofMinSize(0)
                .ofMaxSize(25);
    }
}
