package io.kanhu.registry.demo;

import io.kanhu.registry.demo.CsvText.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The invented town's areas and grids, its workers and their duty: the same for any number of wearers. */
final class DemoPlaces {
    private static final List<String> STREETS = List.of("柳泉街道", "东渠街道");
    private static final List<String> COMMUNITIES = List.of("春晖社区", "和顺社区", "槐荫社区", "平安里社区");
    private static final List<String> GRID_NUMBERS = List.of("第一网格", "第二网格");
    static final int GRIDS = COMMUNITIES.size() * GRID_NUMBERS.size();
    /** One for each grid, two who stand in, and one who speaks English. */
    private static final int WORKERS = GRIDS + 3;

    private static final String SUPERVISOR = "demo-supervisor";
    private static final String DESK = "demo-desk";
    private static final String DUTY_SINCE = "2026-01-01T00:00+08:00";
    private static final double LATITUDE = 35.03;
    private static final double LONGITUDE = 110.99;
    private static final double GRID_DEGREES = 0.004;

    private DemoPlaces() {}

    static String grid(int number) {
        return "demo-grid-" + (number + 1);
    }

    /** Where the grid's middle is, in degrees; grids lie in two rows. */
    static double latitude(int grid) {
        return LATITUDE + GRID_DEGREES * (grid % 2 - 0.5);
    }

    static double longitude(int grid) {
        return LONGITUDE + GRID_DEGREES * (Math.floorDiv(grid, 2) - 1.5);
    }

    /** The community and street a grid lies in, as an address begins. */
    static String addressOf(int grid) {
        return "云河市望禾县" + STREETS.get(grid / 4) + COMMUNITIES.get(grid / 2);
    }

    static List<Row> areas() {
        List<Row> rows = new ArrayList<>();
        rows.add(Row.of("code", "name", "level", "parent"));
        rows.add(Row.of("demo-city", "云河市", "city", ""));
        rows.add(Row.of("demo-county", "望禾县", "county", "demo-city"));
        for (int i = 0; i < STREETS.size(); i++) {
            rows.add(Row.of("demo-street-" + (i + 1), STREETS.get(i), "street", "demo-county"));
        }
        for (int i = 0; i < COMMUNITIES.size(); i++) {
            rows.add(Row.of(community(i), COMMUNITIES.get(i), "community", "demo-street-" + (i / 2 + 1)));
        }
        return rows;
    }

    static List<Row> grids() {
        List<Row> rows = new ArrayList<>();
        rows.add(Row.of("code", "name", "area"));
        for (int i = 0; i < GRIDS; i++) {
            rows.add(Row.of(grid(i), COMMUNITIES.get(i / 2) + GRID_NUMBERS.get(i % 2), community(i / 2)));
        }
        return rows;
    }

    static List<Row> workers() {
        List<Row> rows = new ArrayList<>();
        rows.add(Row.of("code", "name", "phone", "language", "area"));
        for (int i = 0; i < WORKERS; i++) {
            boolean english = i == WORKERS - 1;
            rows.add(Row.of(
                    worker(i),
                    english ? "Lena Marsh" : DemoPeople.young(DemoPeople.choices("worker", i)),
                    CsvText.phone(1, i + 1),
                    english ? "en" : "zh",
                    i < GRIDS ? community(i / 2) : "demo-county"));
        }
        rows.add(Row.of(
                SUPERVISOR,
                DemoPeople.young(DemoPeople.choices("duty", 0)),
                CsvText.phone(1, 101),
                "zh",
                "demo-county"));
        rows.add(Row.of(
                DESK, DemoPeople.young(DemoPeople.choices("duty", 1)), CsvText.phone(1, 102), "zh", "demo-county"));
        return rows;
    }

    /** Until further notice: one who supervises every community, and one at the county's desk. */
    static List<Row> duties() {
        List<Row> rows = new ArrayList<>();
        rows.add(Row.of("worker", "area", "duty", "starts", "ends"));
        for (int i = 0; i < COMMUNITIES.size(); i++) {
            rows.add(Row.of(SUPERVISOR, community(i), "supervisor", DUTY_SINCE, ""));
        }
        rows.add(Row.of(DESK, "demo-county", "desk", DUTY_SINCE, ""));
        return rows;
    }

    /**
     * Until further notice: each grid's own worker, with the first grid's in all of them, so that whoever tries the town as that
     * worker hears every call; and as backup the neighbour grid's and one who stands in.
     */
    static List<Row> roster() {
        List<Row> rows = new ArrayList<>();
        rows.add(Row.of("worker", "grid", "duty", "starts", "ends"));
        for (int i = 0; i < GRIDS; i++) {
            rows.add(Row.of(worker(i), grid(i), "primary", DUTY_SINCE, ""));
            if (i > 0) {
                rows.add(Row.of(worker(0), grid(i), "primary", DUTY_SINCE, ""));
            }
            rows.add(Row.of(worker(i ^ 1), grid(i), "backup", DUTY_SINCE, ""));
            rows.add(Row.of(worker(GRIDS + i % (WORKERS - GRIDS)), grid(i), "backup", DUTY_SINCE, ""));
        }
        return rows;
    }

    /** Where grids and communities lie, as GeoJSON: squares beside one another, a community two grids high. */
    static String map() {
        List<String> features = new ArrayList<>();
        for (int i = 0; i < COMMUNITIES.size(); i++) {
            features.add(square(community(i), LATITUDE, longitude(2 * i), GRID_DEGREES));
        }
        for (int i = 0; i < GRIDS; i++) {
            features.add(square(grid(i), latitude(i), longitude(i), GRID_DEGREES / 2));
        }
        return "{\"type\":\"FeatureCollection\",\"features\":[" + String.join(",", features) + "]}";
    }

    private static String square(String code, double latitude, double longitude, double halfHeight) {
        double south = latitude - halfHeight;
        double north = latitude + halfHeight;
        double west = longitude - GRID_DEGREES / 2;
        double east = longitude + GRID_DEGREES / 2;
        return String.format(
                Locale.ROOT,
                "{\"type\":\"Feature\",\"properties\":{\"code\":\"%s\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":"
                        + "[[[%3$.6f,%2$.6f],[%5$.6f,%2$.6f],[%5$.6f,%4$.6f],[%3$.6f,%4$.6f],[%3$.6f,%2$.6f]]]}}",
                code,
                south,
                west,
                north,
                east);
    }

    private static String community(int number) {
        return "demo-community-" + (number + 1);
    }

    private static String worker(int number) {
        return "demo-worker-" + (number + 1);
    }
}
