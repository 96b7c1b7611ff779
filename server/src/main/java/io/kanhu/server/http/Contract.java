package io.kanhu.server.http;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The interface's description, which is the code that checks requests, too. */
final class Contract {
    static final String FILE = "openapi.yaml";

    private Contract() {}

    /** Blocks until it is read. */
    static OpenAPIContract load(Vertx vertx) {
        return OpenAPIContract.from(vertx, withoutResponses())
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** Only requests are checked; problem documents and event streams are types of answers that the checker doesn't know. */
    private static JsonObject withoutResponses() {
        JsonObject contract = read();
        JsonObject paths = contract.getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            JsonObject operations = paths.getJsonObject(path);
            for (String method : operations.fieldNames()) {
                if (operations.getValue(method) instanceof JsonObject operation && operation.containsKey("responses")) {
                    operation.put(
                            "responses",
                            new JsonObject().put("default", new JsonObject().put("description", "as described")));
                }
            }
        }
        return contract;
    }

    private static JsonObject read() {
        try (InputStream in = Contract.class.getClassLoader().getResourceAsStream(FILE)) {
            Map<String, Object> root = new Yaml(new SafeConstructor(new LoaderOptions()))
                    .load(Objects.requireNonNull(in, FILE + " is not on the class path"));
            // By way of text, so that what the file names once and uses twice becomes two.
            return new JsonObject(new JsonObject(root).encode());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + FILE, e);
        }
    }
}
