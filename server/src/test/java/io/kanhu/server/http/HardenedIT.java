package io.kanhu.server.http;

import static io.kanhu.server.Person.json;
import static io.kanhu.server.Person.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.server.Person;
import io.kanhu.server.Town;
import io.kanhu.server.http.FakeProvider.Lie;
import io.kanhu.server.session.Passwords;
import io.kanhu.server.session.Role;
import io.kanhu.server.session.Users;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A server as it stands in a city: behind a proxy that speaks https, with another server for log-ins, and strict. */
class HardenedIT {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    static Path data;

    private static FakeProvider provider;
    private static Town town;
    private static Users users;

    @BeforeAll
    static void start() throws Exception {
        provider = new FakeProvider();
        int port = freePort();
        Path secret = Files.writeString(data.resolve("oidc-secret"), FakeProvider.SECRET);
        town = Town.start(
                data,
                Map.ofEntries(
                        Map.entry("kanhu.http.port", Integer.toString(port)),
                        Map.entry("kanhu.http.trusted-proxies", "127.0.0.1,10.0.0.0/8"),
                        Map.entry("kanhu.session.secure", "true"),
                        Map.entry("kanhu.limits.session-per-second", "3"),
                        Map.entry("kanhu.limits.address-per-second", "20"),
                        Map.entry("kanhu.audit.ask-reason", "true"),
                        Map.entry("kanhu.oidc.issuer", provider.issuer()),
                        Map.entry("kanhu.oidc.client-id", FakeProvider.CLIENT),
                        Map.entry("kanhu.oidc.client-secret-file", secret.toString()),
                        Map.entry("kanhu.oidc.public-url", "http://127.0.0.1:" + port),
                        Map.entry("kanhu.oidc.create-role", "care")));
        users = new Users(town.jdbi(), new Passwords());
    }

    @AfterAll
    static void stop() {
        town.close();
        provider.close();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void theCookieCannotBePlantedByANeighbourAndBrowsersNeverComeByHttpAgain() {
        HttpResponse<String> response = town.somebody().logIn("operator", town.password("operator"));
        assertThat(response.headers().firstValue("Set-Cookie").orElseThrow())
                .matches("__Host-kanhu_session=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200; Secure");
        assertThat(response.headers().firstValue("Strict-Transport-Security")).contains("max-age=31536000");
        String token =
                response.headers().firstValue("Set-Cookie").orElseThrow().replaceAll("^[^=]*=([\\w-]+);.*$", "$1");
        problem(get("/api/session", "kanhu_session=" + token), 401);
        json(get("/api/session", "__Host-kanhu_session=" + token));
    }

    @Test
    void whoComesThroughTheProxyIsKnownByTheAddressItGivesAndNotByOneTheyInvent() {
        String wrong = "{\"name\":\"supervisor\",\"password\":\"guess\"}";
        IntStream.range(0, 5).forEach(i -> problem(logInFrom("198.51.100." + i + ", 203.0.113.5", wrong), 401));
        problem(logInFrom("198.51.100.77, 203.0.113.5, 10.1.2.3", wrong), 429);
        problem(logInFrom("203.0.113.6", wrong), 401);
        HttpResponse<String> in = logInFrom(
                "203.0.113.9",
                new JsonObject()
                        .put("name", "supervisor")
                        .put("password", town.password("supervisor"))
                        .encode());
        String cookie = in.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*$", "");
        assertThat(json(get("/api/me/sessions", cookie))
                        .getJsonArray("sessions")
                        .encode())
                .contains("203.0.113.9");
    }

    @Test
    void whoAsksFarMoreThanAPageIsToldToWaitButMayAlwaysSayThatTheyGo() {
        Person hasty = town.loggedIn(Town.WORKER);
        HttpResponse<String> refused = IntStream.range(0, 60)
                .mapToObj(i -> hasty.get("/api/town"))
                .filter(response -> response.statusCode() == 429)
                .findFirst()
                .orElseThrow();
        assertThat(problem(refused, 429)).contains("wait a second");
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        IntStream.range(0, 60).forEach(i -> {
            problem(hasty.post("/api/alerts/4711/acknowledge"), 404);
            problem(hasty.post("/api/alerts/4711/receipt"), 404);
        });
        json(town.loggedIn("worker2").get("/api/town"));
        long others = IntStream.range(0, 300)
                .mapToObj(i -> from("203.0.113.44", "/api/login-ways"))
                .filter(response -> response.statusCode() == 429)
                .count();
        assertThat(others).isPositive();
        json(from("203.0.113.45", "/api/login-ways"));
    }

    @Test
    void withoutACallTheOfficeIsAskedWhyItLooksAndAWorkerIsNot() {
        Person care = town.loggedIn("care");
        String path = "/api/wearers/" + town.wearer(1);
        assertThat(problem(care.get(path), 400)).contains("reason");
        assertThat(problem(care.get(path + "?reason=%20"), 400)).contains("reason");
        problem(care.get(path + "?reason=" + "x".repeat(201)), 400);
        json(care.get(path + "?reason=visit"));
        json(town.loggedIn("worker2").get(path));
    }

    @Test
    void somebodyLogsInByTheOtherServerAndComesBackToThePageTheyCameFrom() {
        assertThat(json(town.somebody().get("/api/login-ways")).getString("oidc"))
                .isEqualTo("统一身份认证");
        provider.says("operator", Lie.NONE);
        HttpResponse<String> back = come(begin("/console/"));
        assertThat(back.headers().firstValue("Location")).contains("/console/");
        String cookie = back.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("SameSite=Strict").startsWith("__Host-kanhu_session=");
        assertThat(json(get("/api/session", cookie.replaceAll(";.*$", ""))).getString("role"))
                .isEqualTo("operator");
    }

    @Test
    void whoHasNoUserGetsOneOnlyAsSetAndADisabledOneStaysOut() {
        provider.says("newcomer", Lie.NONE);
        String cookie = come(begin("/")).headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(json(get("/api/session", cookie.replaceAll(";.*$", ""))).getString("role"))
                .isEqualTo("care");
        users.put("leaver", "the right one", Role.ADMINISTRATOR, null);
        users.disable("leaver");
        provider.says("leaver", Lie.NONE);
        assertRefused(come(begin("/")), "/?login=unknown");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void anIdTokenThatDoesNotHoldLetsNobodyIn(Lie lie) {
        provider.says("operator", lie);
        assertRefused(come(begin("/")), "/?login=failed");
    }

    @Test
    void aLogInEndsOnceInTheBrowserThatBeganIt() {
        provider.says("operator", Lie.NONE);
        Begun begun = begin("/");
        URI callback = atProvider(begun);
        // Somebody else's browser, which was sent the link.
        assertRefused(get(pathOf(callback), "__Host-kanhu_oidc=stolen"), "/?login=failed");
        assertRefused(get(pathOf(callback), ""), "/?login=failed");
        Begun other = begin("/");
        assertRefused(get(pathOf(callback), other.cookie()), "/?login=failed");
        // Its state was not used up by them.
        assertThat(get(pathOf(callback), begun.cookie())
                        .headers()
                        .firstValue("Set-Cookie")
                        .orElseThrow())
                .startsWith("__Host-kanhu_session=");
        assertRefused(get(pathOf(callback), begun.cookie()), "/?login=failed");
        assertRefused(get("/api/oidc/callback?code=x&state=invented", begun.cookie()), "/?login=failed");
        URI mixed = atProvider(other);
        assertRefused(
                get(pathOf(mixed).replaceAll("iss=.*", "iss=https%3A%2F%2Felsewhere.example"), other.cookie()),
                "/?login=failed");
        assertRefused(get("/api/oidc/callback?error=access_denied&state=x", begun.cookie()), "/?login=failed");
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example/",
        "//evil.example/",
        "/console/../..//evil.example",
        "javascript:alert(1)",
        "/console/?next=https://evil.example"
    })
    void afterwardsOneIsSentToAPageOfOursAndNowhereElse(String next) {
        provider.says("operator", Lie.NONE);
        assertThat(come(begin(next)).headers().firstValue("Location")).contains("/");
    }

    private record Begun(String location, String cookie) {}

    private static Begun begin(String next) {
        HttpResponse<String> response =
                get("/api/oidc/login?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8), "");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(303);
        String cookie = response.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie)
                .startsWith("__Host-kanhu_oidc=")
                .contains("HttpOnly; SameSite=Lax")
                .endsWith("Secure");
        return new Begun(response.headers().firstValue("Location").orElseThrow(), cookie.replaceAll(";.*$", ""));
    }

    private static URI atProvider(Begun begun) {
        HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(begun.location())));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(302);
        return URI.create(response.headers().firstValue("Location").orElseThrow());
    }

    private static HttpResponse<String> come(Begun begun) {
        return get(pathOf(atProvider(begun)), begun.cookie());
    }

    private static void assertRefused(HttpResponse<String> response, String location) {
        assertThat(response.statusCode()).isEqualTo(303);
        assertThat(response.headers().firstValue("Location")).contains(location);
        assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
    }

    private static String pathOf(URI address) {
        return address.getRawPath() + "?" + address.getRawQuery();
    }

    private static HttpResponse<String> get(String path, String cookie) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(town.http() + path));
        return send(cookie.isEmpty() ? request : request.header("Cookie", cookie));
    }

    private static HttpResponse<String> from(String address, String path) {
        return send(HttpRequest.newBuilder(URI.create(town.http() + path)).header("X-Forwarded-For", address));
    }

    private static HttpResponse<String> logInFrom(String forwarded, String body) {
        return send(HttpRequest.newBuilder(URI.create(town.http() + "/api/session"))
                .header("X-Forwarded-For", forwarded)
                .POST(BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
