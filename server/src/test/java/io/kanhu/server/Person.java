package io.kanhu.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Somebody with a program that speaks HTTP and keeps the session cookie. */
public final class Person {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private String cookie = "";

    public Person(String base) {
        this.base = base;
    }

    /** Somebody who has the same cookie. */
    public Person copy() {
        Person copy = new Person(base);
        copy.cookie = cookie;
        return copy;
    }

    public HttpResponse<String> logIn(String name, String password) {
        HttpResponse<String> response = post(
                "/api/session",
                new JsonObject().put("name", name).put("password", password).encode());
        Optional<String> set = response.headers().firstValue("Set-Cookie");
        set.ifPresent(header -> cookie = header.substring(0, header.indexOf(';')));
        return response;
    }

    public HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    public HttpResponse<String> delete(String path) {
        return send(request(path).DELETE());
    }

    public HttpResponse<String> post(String path) {
        return post(path, null);
    }

    public HttpResponse<String> post(String path, @Nullable String body) {
        return send(request(path)
                .POST(body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body)));
    }

    public HttpResponse<String> put(String path, String body) {
        return send(request(path).PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** A request with this person's cookie, to be added to. */
    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(base + path));
        return cookie.isEmpty() ? builder : builder.header("Cookie", cookie);
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Opens the alert stream. */
    public EventStream watch(@Nullable String lastEventId) {
        HttpRequest.Builder request = request("/api/alerts/stream");
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        try {
            HttpResponse<Stream<String>> response = client.send(request.build(), BodyHandlers.ofLines());
            assertThat(response.statusCode()).isEqualTo(200);
            return new EventStream(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The body of a 200. */
    public static JsonObject json(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new JsonObject(response.body());
    }

    /** What a refused request was told; it must be a problem document of this status. */
    public static String problem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonObject problem = new JsonObject(response.body());
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.getString("type")).isNotEmpty();
        assertThat(problem.getString("title")).isNotEmpty();
        return problem.getString("detail");
    }
}
