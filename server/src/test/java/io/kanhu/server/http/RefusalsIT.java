package io.kanhu.server.http;

import static io.kanhu.server.Person.json;
import static io.kanhu.server.Person.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.ingest.BandClient;
import io.kanhu.protocol.Reason;
import io.kanhu.server.Person;
import io.kanhu.server.Town;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever keeps Kanhu running sees what bands are refused for. */
class RefusalsIT {
    private static final String SECONDS = "{\"ts\":1772352000,\"hr\":72}";
    private static final String CUT_OFF = "{\"hr\":7";

    @TempDir
    static Path data;

    private static Town town;
    private static Person operator;
    private static Person supervisor;

    @BeforeAll
    static void start() throws MqttException {
        town = Town.start(data);
        operator = town.loggedIn("operator");
        supervisor = town.loggedIn("supervisor");
        send(0, SECONDS);
        send(0, SECONDS);
        send(1, CUT_OFF);
        send(0, CUT_OFF);
    }

    @AfterAll
    static void stop() {
        town.close();
    }

    @Test
    void theNewestComesFirstWithItsReasonAndTheDayIsSummedUpByReasonAndBand() {
        JsonObject all = json(operator.get("/api/refusals"));
        assertThat(refusals(all))
                .extracting(refusal -> refusal.getString("band") + " " + refusal.getString("reason"))
                .containsExactly(
                        town.band(0) + " malformed",
                        town.band(1) + " malformed",
                        town.band(0) + " clock",
                        town.band(0) + " clock");
        assertThat(refusals(all).getLast().getString("place")).isEqualTo("ts");
        assertThat(refusals(all).getLast().getString("detail")).contains("looks like seconds");
        assertThat(all.getJsonArray("day").stream()
                        .map(JsonObject.class::cast)
                        .map(count -> count.getInteger("refusals") + " " + count.getString("reason") + " "
                                + count.getString("band")))
                .containsExactly(
                        "2 clock " + town.band(0), "1 malformed " + town.band(0), "1 malformed " + town.band(1));
        assertThat(refusals(json(operator.get("/api/refusals?limit=1")))).hasSize(1);
    }

    @Test
    void oneBandOneReasonAndAnEarliestTimeCanBeAskedFor() {
        assertThat(refusals(json(operator.get("/api/refusals?band=" + town.band(1)))))
                .hasSize(1);
        assertThat(refusals(json(operator.get("/api/refusals?reason=clock&band=" + town.band(0)))))
                .hasSize(2);
        JsonObject later =
                json(operator.get("/api/refusals?since=" + Instant.now().plus(Duration.ofMinutes(1))));
        assertThat(refusals(later)).isEmpty();
        // The summary is of the day, whatever is listed.
        assertThat(later.getJsonArray("day")).hasSize(3);
    }

    @Test
    void aPayloadIsShownToThoseWhoMaySeeTheWearerAndTheLookIsWrittenDown() {
        assertThat(refusals(json(operator.get("/api/refusals"))))
                .extracting(refusal -> refusal.getString("payload"))
                .containsOnlyNulls();
        assertThat(looks(1)).isZero();
        assertThat(refusals(json(supervisor.get("/api/refusals?band=" + town.band(1)))))
                .extracting(refusal -> refusal.getString("payload"))
                .containsExactly(CUT_OFF);
        assertThat(looks(1)).isOne();
    }

    @Test
    void othersAreToldThatItIsNotForThem() {
        problem(town.loggedIn(Town.WORKER).get("/api/refusals"), 403);
        problem(town.loggedIn("care").get("/api/refusals"), 403);
        problem(town.somebody().get("/api/refusals"), 401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reason=nix", "limit=0", "limit=501", "since=yesterday", "band=two%20words", "band="})
    void whatMakesNoSenseIsABadRequest(String query) {
        assertThat(problem(operator.get("/api/refusals?" + query), 400)).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonCanBeAskedFor(Reason reason) {
        assertThat(json(operator.get("/api/refusals?reason=" + reason.code())).getJsonArray("refusals"))
                .isNotNull();
    }

    private static void send(int band, String payload) throws MqttException {
        try (BandClient client = town.connect(band)) {
            client.send("kanhu/v1/" + town.band(band) + "/telemetry", payload.getBytes(StandardCharsets.UTF_8))
                    .waitForCompletion(10_000);
        }
    }

    private static List<JsonObject> refusals(JsonObject answer) {
        return answer.getJsonArray("refusals").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static long looks(int band) {
        return town.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT count(*) FROM audit_read WHERE what = 'refusals' AND wearer_id = :wearer")
                        .bind("wearer", town.wearer(band))
                        .mapTo(long.class)
                        .one());
    }
}
