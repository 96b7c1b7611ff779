package io.kanhu.server.http;

import static io.kanhu.server.Person.json;
import static io.kanhu.server.Person.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.registry.Scopes;
import io.kanhu.server.Person;
import io.kanhu.server.Town;
import io.kanhu.server.session.Passwords;
import io.kanhu.server.session.Role;
import io.kanhu.server.session.Users;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody with bad intentions tries first. */
class AttackIT {
    @TempDir
    static Path data;

    private static Town town;
    private static Users users;

    @BeforeAll
    static void start() {
        town = Town.start(data);
        users = new Users(town.jdbi(), new Passwords());
    }

    @AfterAll
    static void stop() {
        town.close();
    }

    @Test
    void anIdOfAnotherAreasWearerAnswersLikeOneThatDoesNotExist() {
        users.put(
                "neighbour",
                "the right one",
                Role.CARE,
                null,
                new Scopes(town.jdbi()).ofArea("demo-street-1").orElseThrow());
        Person neighbour = town.somebody();
        json(neighbour.logIn("neighbour", "the right one"));
        long other = town.wearer(5);
        assertThat(problem(neighbour.get("/api/wearers/" + other), 404).replace(Long.toString(other), "N"))
                .isEqualTo(problem(neighbour.get("/api/wearers/999999"), 404).replace("999999", "N"));
        long looks = town.jdbi()
                .withHandle(h -> h.select(
                                "SELECT count(*) FROM audit_read r JOIN app_user u ON u.id = r.user_id WHERE u.name = 'neighbour'")
                        .mapTo(long.class)
                        .one());
        assertThat(looks).isZero();
    }

    @Test
    void aRoleInTheBodyIsWorthNothing() {
        Person worker = town.somebody();
        JsonObject body = new JsonObject()
                .put("name", "worker2")
                .put("password", town.password("worker2"))
                .put("role", "administrator")
                .put("area", null);
        HttpResponse<String> response = worker.post("/api/session", body.encode());
        assertThat(json(response).getString("role")).isEqualTo("worker");
        Person inside = town.loggedIn("worker2");
        problem(inside.put("/api/users/1", "{\"role\":\"administrator\"}"), 403);
        problem(inside.put("/api/users/1?role=administrator", "{\"role\":\"administrator\"}"), 403);
        problem(inside.get("/api/channels"), 403);
    }

    @Test
    void aCookieThatWasCopiedBeforeLoggingOutOpensNothingAfterwards() {
        Person person = town.loggedIn("care");
        Person copy = person.copy();
        json(copy.get("/api/session"));
        assertThat(person.delete("/api/session").statusCode()).isEqualTo(204);
        problem(copy.get("/api/session"), 401);
        problem(copy.get("/api/alerts/stream"), 401);
    }

    @Test
    void aSessionThatSomebodyElseChoseIsNotTakenOver() {
        String chosen = "A".repeat(43);
        HttpResponse<String> in = send(town.somebody()
                .request("/api/session")
                .header("Cookie", "kanhu_session=" + chosen)
                .POST(BodyPublishers.ofString(new JsonObject()
                        .put("name", "worker3")
                        .put("password", town.password("worker3"))
                        .encode())));
        assertThat(in.headers().firstValue("Set-Cookie").orElseThrow()).doesNotContain(chosen);
        problem(
                send(town.somebody()
                        .request("/api/session")
                        .header("Cookie", "kanhu_session=" + chosen)
                        .GET()),
                401);
    }

    @Test
    void loggingInAnewEndsTheSessionTheBrowserHad() {
        Person person = town.loggedIn("worker4");
        Person before = person.copy();
        json(person.logIn("worker4", town.password("worker4")));
        problem(before.get("/api/session"), 401);
        json(person.get("/api/session"));
    }

    @Test
    void guessingIsStoppedByNameAndAddressWhateverAddressOneClaims() {
        users.put("guessed", "the right one", Role.CARE, null);
        long answered = IntStream.range(0, 12)
                .mapToObj(i -> send(town.somebody()
                        .request("/api/session")
                        .header("X-Forwarded-For", "203.0.113." + i)
                        .header("Forwarded", "for=203.0.113." + i)
                        .POST(BodyPublishers.ofString("{\"name\":\"guessed\",\"password\":\"guess\"}"))))
                .filter(response -> response.statusCode() == 401)
                .count();
        assertThat(answered).isEqualTo(5);
    }

    @Test
    void guessingAtTheOldPasswordIsStoppedToo() {
        users.put("left-open", "the right one", Role.CARE, null);
        Person person = town.somebody();
        json(person.logIn("left-open", "the right one"));
        String guess = "{\"old\":\"guess\",\"password\":\"mine from now on\"}";
        IntStream.range(0, 5).forEach(i -> problem(person.put("/api/me/password", guess), 403));
        problem(person.put("/api/me/password", guess), 429);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console?next=https://evil.example",
                "/console//evil.example",
                "//evil.example",
                "/console/?next=//evil.example",
                "/?next=https://evil.example",
                "/%5cevil.example",
                "/\\evil.example",
                "//evil.example/%2e%2e"
            })
    void noAddressLeadsToAnotherSite(String path) throws IOException {
        String answer = raw("GET " + path + " HTTP/1.1");
        assertThat(answer.lines().filter(line -> line.toLowerCase(Locale.ROOT).startsWith("location:")))
                .allMatch(line -> line.substring(9).strip().matches("/console/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../logback.xml",
                "/..%2flogback.xml",
                "/%2e%2e/logback.xml",
                "/%2e%2e%2flogback.xml",
                "/..%5clogback.xml",
                "/lib/lit/../../../../../logback.xml",
                "/lib/lit/..%2f..%2f..%2f..%2f..%2flogback.xml",
                "/console/%2e%2e/%2e%2e/logback.xml",
                "/..;/logback.xml",
                "/logback.xml%00.js",
                "/../../../../../../../../etc/passwd",
                "/%c0%ae%c0%ae/logback.xml",
                "/lib/lit/%252e%252e/%252e%252e/logback.xml",
                "//logback.xml",
                "/openapi/kanhu.yaml"
            })
    void noAddressLeadsOutOfThePages(String path) throws IOException {
        String answer = raw("GET " + path + " HTTP/1.1");
        assertThat(answer)
                .startsWith("HTTP/1.1 4")
                .doesNotContain("<configuration")
                .doesNotContain("root:x:");
    }

    @Test
    void aMethodInAHeaderOrTheAddressIsNoMethod() {
        Person supervisor = town.loggedIn("supervisor");
        long id = json(supervisor.put(
                        "/api/wearers/" + town.wearer(2) + "/zones",
                        "{\"latitude\":35.03,\"longitude\":110.99,\"radiusMetres\":500}"))
                .getLong("id");
        for (String header : List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")) {
            send(supervisor
                    .request("/api/zones/" + id + "?_method=DELETE")
                    .header(header, "DELETE")
                    .GET());
            send(supervisor.request("/api/zones/" + id).header(header, "DELETE").POST(BodyPublishers.noBody()));
        }
        assertThat(json(supervisor.get("/api/wearers/" + town.wearer(2) + "/zones"))
                        .getJsonArray("zones"))
                .hasSize(1);
    }

    @Test
    void aHugeBodyIsNotReadWhetherItSaysHowLongItIsOrNot() {
        Person worker = town.loggedIn(Town.WORKER);
        byte[] huge = new byte[8 * 1024 * 1024];
        problem(
                worker.send(worker.request("/api/alerts/1/resolve").POST(BodyPublishers.ofByteArray(new byte[70_000]))),
                413);
        int status;
        try {
            status = worker.send(worker.request("/api/alerts/1/resolve")
                            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(huge))))
                    .statusCode();
        } catch (UncheckedIOException e) {
            // The server closed the connection in the middle of it, which is as good.
            status = 413;
        }
        assertThat(status).isEqualTo(413);
        json(worker.get("/api/session"));
    }

    @Test
    void everyAnswerTellsBrowsersWhatTheyMayDo() {
        Person person = town.loggedIn("supervisor");
        for (String path : List.of(
                "/",
                "/console/",
                "/console",
                "/lib/lit/index.js",
                "/api/session",
                "/api/alerts/4711",
                "/nothing",
                "/api/openapi.yaml",
                "/api/alerts?limit=0",
                "/health/live")) {
            assertSafe(path, person.get(path));
        }
        assertSafe("not logged in", town.somebody().get("/api/alerts"));
        assertSafe("too large", person.post("/api/alerts/1/resolve", "x".repeat(70_000)));
        assertSafe("another method", person.post("/api/alerts"));
    }

    private static void assertSafe(String what, HttpResponse<String> response) {
        assertThat(response.headers().map()).as(what).containsKey("content-security-policy");
        assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
                .as(what)
                .contains("default-src 'self'", "frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'")
                .doesNotContain("unsafe");
        assertThat(response.headers().firstValue("X-Content-Type-Options"))
                .as(what)
                .contains("nosniff");
        assertThat(response.headers().firstValue("X-Frame-Options")).as(what).contains("DENY");
        assertThat(response.headers().firstValue("Referrer-Policy")).as(what).contains("no-referrer");
        assertThat(response.headers().firstValue("Cross-Origin-Opener-Policy"))
                .as(what)
                .contains("same-origin");
        assertThat(response.headers().firstValue("Cross-Origin-Resource-Policy"))
                .as(what)
                .contains("same-origin");
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin"))
                .as(what)
                .isEmpty();
        assertThat(response.headers().firstValue("Strict-Transport-Security"))
                .as(what)
                .isEmpty();
    }

    @Test
    void withoutAnotherServerForLogInsThereIsNoWayThere() {
        assertThat(json(town.somebody().get("/api/login-ways")).getValue("oidc"))
                .isNull();
        problem(town.somebody().get("/api/oidc/login?next=/"), 404);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        return town.somebody().send(request);
    }

    /** A request as it is written, which no client has tidied up. */
    private static String raw(String line) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), town.node().httpPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((line + "\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
