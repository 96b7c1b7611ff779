package io.kanhu.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.dashboards.Dashboard.Panel;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Grafana would not complain about and an operator would. */
class DashboardShapeTest {
    private static final int COLUMNS = 24;
    /** What fits a screen of 1080 lines without scrolling. */
    private static final int ROWS = 24;

    private static final Set<String> UNITS = Set.of("short", "s", "percentunit", "cps", "bytes", "none");

    private static final Map<String, Object> DATA_SOURCE =
            Shipped.list(Shipped.yaml(Shipped.DATA_SOURCE), "datasources").getFirst();

    static List<Dashboard> dashboards() {
        return Shipped.dashboards();
    }

    static Stream<Panel> panels() {
        return Shipped.dashboards().stream().flatMap(dashboard -> dashboard.panels().stream());
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void aDashboardHasAnAddressANameAndPanelsThatCanBeToldApart(Dashboard dashboard) {
        assertThat(dashboard.json().getString("uid")).isNotBlank();
        assertThat(dashboard.json().getString("title")).isNotBlank();
        assertThat(dashboard.panels()).isNotEmpty();
        assertThat(dashboard.panels().stream().map(panel -> panel.json().getInteger("id")))
                .doesNotHaveDuplicates()
                .doesNotContainNull();
        assertThat(dashboard.panels().stream().map(Panel::title)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void aDashboardHasNoVariables(Dashboard dashboard) {
        // One that gets some needs them filled in where its queries are tested.
        assertThat(dashboard.json().getJsonObject("templating").getJsonArray("list"))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("panels")
    void aPanelHasATitleAnExplanationAUnitAndQueries(Panel panel) {
        assertThat(panel.title()).isNotBlank();
        assertThat(panel.json().getString("description")).isNotBlank();
        assertThat(panel.unit()).isIn(UNITS);
        assertThat(panel.queries()).isNotEmpty();
        assertThat(panel.queries()).allSatisfy(query -> {
            assertThat(query.expression()).isNotBlank();
            assertThat(query.sent()).as("a variable that nobody fills in").doesNotContain("$");
        });
        assertThat(panel.queries()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("panels")
    void aPanelAsksTheDataSourceThatIsProvisioned(Panel panel) {
        JsonObject provisioned = new JsonObject()
                .put("type", Shipped.text(DATA_SOURCE, "type"))
                .put("uid", Shipped.text(DATA_SOURCE, "uid"));
        assertThat(panel.json().getJsonObject("datasource")).isEqualTo(provisioned);
        assertThat(Dashboard.objects(panel.json().getJsonArray("targets", new JsonArray())))
                .allSatisfy(
                        target -> assertThat(target.getJsonObject("datasource")).isEqualTo(provisioned));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void aDashboardFitsOneScreenAndNoPanelLiesOnAnother(Dashboard dashboard) {
        boolean[][] taken = new boolean[ROWS][COLUMNS];
        for (Panel panel : dashboard.panels()) {
            JsonObject place = panel.json().getJsonObject("gridPos");
            int right = place.getInteger("x") + place.getInteger("w");
            int bottom = place.getInteger("y") + place.getInteger("h");
            assertThat(right).as(panel.title()).isLessThanOrEqualTo(COLUMNS);
            assertThat(bottom).as(panel.title()).isLessThanOrEqualTo(ROWS);
            for (int row = place.getInteger("y"); row < bottom; row++) {
                for (int column = place.getInteger("x"); column < right; column++) {
                    assertThat(taken[row][column]).as(panel.title()).isFalse();
                    taken[row][column] = true;
                }
            }
        }
    }

    @Test
    void grafanaExpectsSamplesAsOftenAsPrometheusTakesThem() {
        assertThat(Shipped.text(Shipped.map(DATA_SOURCE, "jsonData"), "timeInterval"))
                .isEqualTo(Shipped.text(Shipped.map(Shipped.yaml(Shipped.PROMETHEUS), "global"), "scrape_interval"));
    }
}
