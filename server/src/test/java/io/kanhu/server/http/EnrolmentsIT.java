package io.kanhu.server.http;

import static io.kanhu.server.Person.json;
import static io.kanhu.server.Person.problem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.kanhu.ingest.BandClient;
import io.kanhu.server.Person;
import io.kanhu.server.Town;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Enrolling people over HTTP: by file, and by form. */
class EnrolmentsIT {
    private static final String WEARERS = "code,name,born,sex,phone,address,access,medical,risk,grid,lat,lon\n";
    private static final int HUNG_UP = 0;

    @TempDir
    static Path data;

    private static Town town;
    private static Person operator;
    private static Person care;
    private static Person worker;

    @BeforeAll
    static void start() {
        town = Town.start(data);
        operator = town.loggedIn("operator");
        care = town.loggedIn("care");
        worker = town.loggedIn(Town.WORKER);
    }

    @AfterAll
    static void stop() {
        town.close();
    }

    @Test
    void aFileIsLookedAtCellByCellAndWrittenOnlyAsItWasLookedAt() {
        String bad = WEARERS + "imp-1,周素芬,1948,x,,,,,,nowhere,,\nimp-2,,,,,,,,,,,\n";
        JsonObject report = json(upload(operator, "wearers?check=true", bad.getBytes(UTF_8)));
        assertThat(report.getBoolean("clean")).isFalse();
        assertThat(cells(report))
                .contains("2 born 1948", "2 sex x", "3 name null")
                .hasSizeGreaterThan(2);

        byte[] good = (WEARERS + "imp-1,周素芬,1948-03-02,女,,,,,,,,\n").getBytes(Charset.forName("GB18030"));
        JsonObject clean = json(upload(operator, "wearers?check=true", good));
        assertThat(clean.getBoolean("clean")).isTrue();
        assertThat(clean.getString("charset")).isEqualTo("GB18030");
        assertThat(clean.getInteger("added")).isEqualTo(1);
        assertThat(enrolled("周素芬")).isEmpty();

        assertThat(problem(upload(operator, "wearers", good), 400)).contains("check=true");
        String hash = clean.getString("sha256");
        assertThat(problem(upload(operator, "wearers?sha256=" + hash, bad.getBytes(UTF_8)), 409))
                .contains("not the file that was looked at");
        assertThat(json(upload(operator, "wearers?sha256=" + hash, good)).getInteger("added"))
                .isEqualTo(1);
        assertThat(enrolled("周素芬")).hasSize(1);
        assertThat(json(upload(operator, "wearers?check=true", good)).getInteger("unchanged"))
                .isEqualTo(1);

        problem(upload(care, "wearers?check=true", good), 403);
        problem(upload(worker, "wearers?check=true", good), 403);
        problem(upload(town.somebody(), "wearers?check=true", good), 401);
        problem(upload(operator, "people?check=true", good), 400);
    }

    @Test
    void aFileOfThousandsOfRowsIsTakenAndOneOfMoreThan8MiBIsNot() {
        StringBuilder rows = new StringBuilder(WEARERS);
        for (int i = 0; i < 3000; i++) {
            rows.append("many-").append(i).append(",某某").append(",,,,,,,,,,\n");
        }
        assertThat(rows.length()).isGreaterThan(64 * 1024 / 2);
        JsonObject report =
                json(upload(operator, "wearers?check=true", rows.toString().getBytes(UTF_8)));
        assertThat(report.getInteger("added")).isEqualTo(3000);
        assertThat(answerTo(new byte[(8 << 20) + 1])).isIn(413, HUNG_UP);
        // Who has no cookie may not send so much.
        problem(upload(town.somebody(), "wearers?check=true", new byte[70_000]), 413);
    }

    @Test
    void careStaffEnrolSomebodyWithABandOrAreToldWhichCellIsWrong() {
        String band = register("office-1");
        JsonObject wrong = new JsonObject()
                .put("name", "何淑珍")
                .put("born", "1950-02-30")
                .put(
                        "contacts",
                        new JsonArray().add(new JsonObject().put("name", "何军").put("phone", "abc")));
        HttpResponse<String> refused = care.post("/api/enrolments", wrong.encode());
        problem(refused, 400);
        assertThat(cells(new JsonObject(refused.body()))).containsExactly("2 born 1950-02-30", "2 phone abc");

        JsonObject right =
                wrong.copy().put("born", "1950-02-28").put("grid", grid()).put("band", "office-1");
        right.getJsonArray("contacts").getJsonObject(0).put("phone", "000-0009-0001");
        JsonObject enrolled = json(care.post("/api/enrolments", right.encode()));
        assertThat(enrolled.getJsonArray("bands")).containsExactly("office-1");
        assertThat(problem(
                        care.post(
                                "/api/enrolments",
                                right.copy().put("name", "别人").encode()),
                        409))
                .contains("office-1 is with wearer");
        assertThat(enrolled("别人")).isEmpty();
        assertThat(looks(enrolled.getLong("id"))).contains("enrolled");
        await().until(() -> connects("office-1", band));
        problem(worker.post("/api/enrolments", right.encode()), 403);
    }

    private static HttpResponse<String> upload(Person person, String kind, byte[] file) {
        return person.send(person.request("/api/imports/" + kind)
                .POST(BodyPublishers.ofByteArray(file))
                .header("Content-Type", "text/csv"));
    }

    /** The server need not wait for the rest of what it will not take. */
    private static int answerTo(byte[] file) {
        try {
            return upload(operator, "wearers?check=true", file).statusCode();
        } catch (UncheckedIOException e) {
            return HUNG_UP;
        }
    }

    private static List<String> cells(JsonObject report) {
        return report.getJsonArray("bad").stream()
                .map(JsonObject.class::cast)
                .map(cell -> cell.getInteger("line") + " " + cell.getString("column") + " " + cell.getString("value"))
                .toList();
    }

    private static JsonArray enrolled(String name) {
        return json(operator.get("/api/enrolments?search=" + URLEncoder.encode(name, UTF_8)))
                .getJsonArray("people");
    }

    private static String register(String band) {
        return json(operator.post("/api/bands", "{\"id\":\"" + band + "\",\"model\":\"W1\"}"))
                .getString("secret");
    }

    private static String grid() {
        return json(operator.get("/api/places")).getJsonArray("places").stream()
                .map(JsonObject.class::cast)
                .filter(place -> place.getString("level").equals("grid"))
                .findFirst()
                .orElseThrow()
                .getString("code");
    }

    private static boolean connects(String band, String secret) {
        return catchThrowable(
                        () -> BandClient.connect(town.node().mqttPort(), band, secret, new MqttConnectionOptions())
                                .close())
                == null;
    }

    private static List<String> looks(long wearer) {
        return town.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT what FROM audit_read WHERE wearer_id = :id")
                        .bind("id", wearer)
                        .mapTo(String.class)
                        .list());
    }
}
