package io.kanhu.simulator.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kanhu.simulator.band.CannotRun;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.HdrHistogram.Histogram;

/** Somebody of the care staff who is logged in and opens one wearer's chart after the other, of 24 hours, as the page asks for it. */
final class Charts {
    private static final long LONGEST_MICROS = 60_000_000;
    private static final int OK = 200;
    private static final Duration DAY = Duration.ofDays(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Random chance = new Random(1);
    private final String http;
    private final String cookie;
    private final List<Long> wearers;
    private final Instant from;
    private final Instant to;

    private Charts(String http, List<Long> wearers, Instant to, String user, String password)
            throws IOException, InterruptedException {
        this.http = http;
        this.wearers = wearers;
        this.to = to;
        this.from = to.minus(DAY);
        this.cookie = logIn(user, password);
    }

    /** What was read. */
    record Read(Histogram micros, long points) {
        double pointsEach() {
            return (double) points / Math.max(1, micros.getTotalCount());
        }
    }

    /** Logs in to the town in this directory, for the wearers of its first bands and the day that ends then. */
    static Charts logIn(Path data, int bands, Instant to) throws IOException, InterruptedException {
        JsonNode demo = JSON.readTree(Files.readString(data.resolve("demo.json")));
        List<Long> wearers = new ArrayList<>();
        for (JsonNode band : demo.path("bands")) {
            if (wearers.size() < bands) {
                wearers.add(band.path("wearerId").asLong());
            }
        }
        for (JsonNode user : demo.path("users")) {
            if (user.path("role").asText().equals("care")) {
                return new Charts(
                        demo.path("http").asText(),
                        wearers,
                        to,
                        user.path("name").asText(),
                        user.path("password").asText());
            }
        }
        throw new CannotRun("the town has nobody who may see every wearer");
    }

    /**
     * Reads for so long, so many a second, each when it is due and measured from then.
     *
     * @param perSecond 0 for the next as soon as one is there
     */
    Read read(Duration length, double perSecond) throws IOException, InterruptedException {
        Histogram micros = new Histogram(LONGEST_MICROS, 3);
        long points = 0;
        long begun = System.nanoTime();
        long due = begun;
        while (due - begun < length.toNanos()) {
            long early = due - System.nanoTime();
            if (early > 0) {
                Thread.sleep(Duration.ofNanos(early));
            }
            String chart = readOne();
            micros.recordValue(Math.min((System.nanoTime() - due) / 1000, LONGEST_MICROS));
            points += JSON.readTree(chart).path("columns").path("at").size();
            due = perSecond == 0 ? System.nanoTime() : due + Math.round(1e9 / perSecond);
        }
        return new Read(micros, points);
    }

    private String readOne() throws IOException, InterruptedException {
        long wearer = wearers.get(chance.nextInt(wearers.size()));
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create(http + "/api/wearers/" + wearer + "/vitals?from=" + from + "&to=" + to
                                + "&shape=columns"))
                        .header("Cookie", cookie)
                        .build(),
                BodyHandlers.ofString());
        if (response.statusCode() != OK) {
            throw new IOException("the chart of wearer " + wearer + " is answered with " + response.statusCode());
        }
        return response.body();
    }

    private String logIn(String user, String password) throws IOException, InterruptedException {
        String body = JSON.createObjectNode()
                .put("name", user)
                .put("password", password)
                .toString();
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create(http + "/api/session"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        return response.headers()
                .firstValue("Set-Cookie")
                .map(header -> header.substring(0, header.indexOf(';')))
                .orElseThrow(() -> new CannotRun("cannot log in as " + user + ": " + response.statusCode()));
    }
}
