package io.kanhu.server.http;

import static io.kanhu.server.Person.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.server.Person;
import io.kanhu.server.Town;
import io.kanhu.server.fault.ServerLog;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusedRequestsIT {
    @TempDir
    static Path data;

    private static Town town;
    private static Person worker;

    @BeforeAll
    static void start() {
        town = Town.start(data);
        worker = town.loggedIn(Town.WORKER);
    }

    @AfterAll
    static void stop() {
        town.close();
    }

    @ParameterizedTest(name = "GET {0} is answered with {1}")
    @CsvSource({
        "/api/alerts/abc, 400",
        "/api/alerts/0, 400",
        "/api/alerts/99999999999999999999, 400",
        "/api/alerts/4711, 404",
        "/api/alerts?state=half, 400",
        "/api/alerts?limit=0, 400",
        "/api/alerts?limit=501, 400",
        "/api/wearers/4711, 404",
        "/api/wearers/1/vitals?from=yesterday, 400",
        "/api/wearers/1/vitals?from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z, 400",
        "/api/wearers/1/vitals?from=2025-01-01T00:00:00Z&to=2026-11-01T00:00:00Z, 400",
        "/api/nothing, 404",
        "/no-such-page, 404",
    })
    void get(String path, int status) {
        assertThat(problem(worker.get(path), status)).isNotBlank();
    }

    @ParameterizedTest(name = "POST {0} with {1} is answered with {2}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "/api/alerts/1/resolve, `{\"outcome\":\"nix\"}`, 400",
                "/api/alerts/1/resolve, `{`, 400",
                "/api/alerts/1/resolve, `[]`, 400",
                "/api/alerts/1/resolve, , 400",
                "/api/alerts/1/arrive, `{\"latitude\":91,\"longitude\":0}`, 400",
                "/api/alerts/1/arrive, `{\"latitude\":\"north\"}`, 400",
                "/api/session, `{\"name\":\"worker1\"}`, 400",
                "/api/alerts, , 405",
            })
    void post(String path, String body, int status) {
        assertThat(problem(worker.post(path, body), status)).isNotBlank();
    }

    @Test
    void aBodyOfMoreThan64KiBIsNotRead() {
        assertThat(problem(worker.post("/api/alerts/1/resolve", "x".repeat(70_000)), 413))
                .contains("64 KiB");
    }

    @Test
    void whoIsNotLoggedInIsToldHow() {
        Person nobody = town.somebody();
        assertThat(problem(nobody.get("/api/alerts"), 401)).contains("POST /api/session");
        problem(nobody.get("/api/alerts/stream"), 401);
        problem(nobody.post("/api/alerts/1/acknowledge"), 401);
    }

    @Test
    void aPageOfAnotherSiteCannotActForAWorker() {
        for (String[] header :
                new String[][] {{"Origin", "https://evil.example"}, {"Origin", "null"}, {"Sec-Fetch-Site", "cross-site"}
                }) {
            HttpResponse<String> response = worker.send(worker.request("/api/alerts/1/acknowledge")
                    .header(header[0], header[1])
                    .POST(BodyPublishers.noBody()));
            assertThat(problem(response, 403)).contains("another site");
        }
        HttpResponse<String> own = worker.send(worker.request("/api/alerts/4711/acknowledge")
                .header("Origin", town.http())
                .POST(BodyPublishers.noBody()));
        problem(own, 404);
    }

    @Test
    void browsersAreToldWhatPagesMayDo() {
        assertThat(town.somebody().get("/").headers().map())
                .containsKeys("content-security-policy", "x-content-type-options", "referrer-policy");
    }

    @Test
    void theContractIsThereToRead() {
        assertThat(town.somebody().get("/api/openapi.yaml").body()).startsWith("openapi: 3.1.0");
    }

    /** A phone goes out of reach, a page is closed: nothing that an operator should be told. */
    @Test
    void readersWhoAreGoneInTheMiddleLeaveNothingInTheLog() throws Exception {
        URI address = URI.create(town.http());
        try (ServerLog log = ServerLog.listen()) {
            for (int i = 0; i < 100; i++) {
                try (Socket reader = new Socket(address.getHost(), address.getPort())) {
                    // Closed with a reset, and without a look at what came.
                    reader.setSoLinger(true, 0);
                    String all = "GET /app.css HTTP/1.1\r\nHost: here\r\n\r\n".repeat(20);
                    reader.getOutputStream().write(all.getBytes(StandardCharsets.US_ASCII));
                    if (i % 2 == 0) {
                        reader.getInputStream().read();
                    }
                }
            }
            assertThat(worker.get("/api/session").statusCode()).isEqualTo(200);
            log.isFreeOfStackTraces();
        }
    }
}
