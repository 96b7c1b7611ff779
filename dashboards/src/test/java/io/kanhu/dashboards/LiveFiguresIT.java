package io.kanhu.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.dashboards.Dashboard.Panel;
import io.kanhu.dashboards.Dashboard.Query;
import io.kanhu.ingest.TestBroker;
import io.kanhu.server.Town;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A whole node, a real Prometheus that watches it, and an eventful day: every query of every dashboard has something to show. */
class LiveFiguresIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Pattern LABEL_IN_LEGEND = Pattern.compile("\\{\\{(\\w+)}}");

    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static Town town;
    private static PrometheusServer prometheus;
    private static Set<String> offeredBeforeAnythingHappened;

    @BeforeAll
    static void start() throws IOException, MqttException {
        broker = TestBroker.start();
        town = Town.start(
                folder.resolve("town"),
                Map.of("kanhu.broker.url", broker.url(), "kanhu.watch.self-test-seconds", "60"));
        // Its figure appears with the first collection.
        System.gc();
        offeredBeforeAnythingHappened =
                await().atMost(SOON).until(LiveFiguresIT::offered, names -> names.contains("jvm_gc_pause_seconds_sum"));
        prometheus = PrometheusServer.start(folder, town.node().metricsPort());
        await().atMost(SOON)
                .until(() -> !prometheus.query("kanhu_alerts_untold").isEmpty());
        EventfulDay.pass(town);
    }

    @AfterAll
    static void stop() {
        if (prometheus != null) {
            prometheus.close();
        }
        town.close();
        broker.close();
    }

    static Stream<Query> queries() {
        return Shipped.dashboards().stream()
                .flatMap(dashboard -> dashboard.panels().stream())
                .flatMap(panel -> panel.queries().stream());
    }

    @ParameterizedTest
    @MethodSource("queries")
    void aQueryShowsFiguresAndTheLabelsOfItsLegend(Query query) {
        Set<String> labels = LABEL_IN_LEGEND
                .matcher(query.legend())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        await().atMost(SOON).untilAsserted(() -> {
            List<JsonObject> series = prometheus.query(query.sent());
            assertThat(series).as(query.sent()).isNotEmpty();
            assertThat(series.stream().map(LiveFiguresIT::valueOf))
                    .as(query.sent())
                    .anyMatch(Double::isFinite);
            assertThat(series)
                    .allSatisfy(one ->
                            assertThat(one.getJsonObject("metric").fieldNames()).containsAll(labels));
        });
    }

    @Test
    void everySeriesThatARuleOrADashboardReadsIsOfferedFromTheStart() {
        Set<String> read = new TreeSet<>();
        queries().forEach(query -> read.addAll(PromQl.seriesIn(query.expression())));
        Shipped.rules().forEach(rule -> read.addAll(PromQl.seriesIn(rule.expression())));
        assertThat(read).hasSizeGreaterThan(15);
        assertThat(offeredBeforeAnythingHappened).containsAll(read);
    }

    @Test
    void theOperatingGuideExplainsEveryFigureOfKanhusOwnAndNoOther() {
        Set<String> figures = offeredBeforeAnythingHappened.stream()
                .filter(name -> name.startsWith("kanhu_"))
                .map(name -> name.replaceFirst("_seconds_(bucket|count|sum|max)$", "_seconds"))
                .collect(Collectors.toSet());
        Set<String> explained = Pattern.compile("(?m)^\\| `(kanhu_\\w+)")
                .matcher(Shipped.read(Shipped.OPERATING_GUIDE))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        assertThat(explained).isEqualTo(figures);
    }

    @Test
    void theScreenTellsWhoWaitsWhoGoesAndWhoWasNotTold() {
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(shown("Waiting for an answer")).isEqualTo(2);
            assertThat(shown("Told to nobody")).isEqualTo(1);
            assertThat(shown("Somebody goes")).isEqualTo(1);
            assertThat(shown("Oldest without an answer")).isPositive();
            assertThat(shown("Server")).isEqualTo(1);
        });
    }

    @Test
    void prometheusEvaluatesEveryRuleAndTheOneForACallToNobodyRings() {
        await().atMost(SOON).untilAsserted(() -> {
            List<JsonObject> rules = prometheus.rules();
            assertThat(rules).hasSameSizeAs(Shipped.rules());
            assertThat(rules)
                    .allSatisfy(rule -> assertThat(rule.getString("health"))
                            .as(rule.encode())
                            .isEqualTo("ok"));
            assertThat(rules.stream()
                            .filter(rule -> rule.getString("state").equals("firing"))
                            .map(rule -> rule.getString("name")))
                    .contains("KanhuAlertReachedNobody");
        });
    }

    private static double shown(String title) {
        Query query = Shipped.dashboards().stream()
                .flatMap(dashboard -> dashboard.panels().stream())
                .filter(panel -> panel.title().startsWith(title))
                .map(Panel::queries)
                .findFirst()
                .orElseThrow()
                .getFirst();
        return prometheus.query(query.sent()).stream()
                .mapToDouble(LiveFiguresIT::valueOf)
                .sum();
    }

    private static double valueOf(JsonObject series) {
        String value = series.getJsonArray("value").getString(1);
        return switch (value) {
            case "NaN" -> Double.NaN;
            case "+Inf", "-Inf" -> Double.POSITIVE_INFINITY;
            default -> Double.parseDouble(value);
        };
    }

    /** The names of the series at the server's metrics address. */
    private static Set<String> offered() throws IOException, InterruptedException {
        String text = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(town.metrics())).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        return text.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceFirst("[{ ].*", ""))
                .collect(Collectors.toSet());
    }
}
