package io.kanhu.server.http;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.representer.Representer;

/** The interface's description, a file a subject, which is the code that checks requests, too. */
final class Contract {
    /** What the whole of it is called where it is served. */
    static final String FILE = "openapi.yaml";

    private static final List<String> SUBJECTS = List.of(
            "kanhu",
            "session",
            "access",
            "audit",
            "alerts",
            "ladders",
            "roster",
            "channels",
            "wearers",
            "care",
            "refusals",
            "test-presses",
            "enrolments",
            "bands",
            "devices",
            "settlement",
            "shifts",
            "places",
            "board",
            "visits",
            "mine");

    private final JsonObject whole;

    private Contract(JsonObject whole) {
        this.whole = whole;
    }

    /** As it stands on the class path. Blocks. */
    static Contract read() {
        JsonObject whole = new JsonObject();
        for (String subject : SUBJECTS) {
            add(whole, subject("openapi/" + subject + ".yaml"), subject);
        }
        return new Contract(whole);
    }

    /** What requests are checked by. Blocks until it is checked itself. */
    OpenAPIContract checking(Vertx vertx) {
        return KeptChecks.of(OpenAPIContract.from(vertx, asChecked())
                .toCompletionStage()
                .toCompletableFuture()
                .join());
    }

    /** All of it in one file, as others read it. */
    String text() {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        // By way of text, so that there are plain maps and lists in it and nothing else.
        return new Yaml(new SafeConstructor(new LoaderOptions()), new Representer(options), options)
                .dump(new JsonObject(whole.encode()).getMap());
    }

    /** Only requests are checked, and of their bodies those in JSON: problem documents, files, event streams and XML are nothing that the checker knows. */
    private JsonObject asChecked() {
        JsonObject contract = whole.copy();
        JsonObject paths = contract.getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            JsonObject operations = paths.getJsonObject(path);
            for (String method : operations.fieldNames()) {
                if (operations.getValue(method) instanceof JsonObject operation && operation.containsKey("responses")) {
                    if (takesFile(operation)) {
                        operation.remove("requestBody");
                    }
                    operation.put(
                            "responses",
                            new JsonObject().put("default", new JsonObject().put("description", "as described")));
                }
            }
        }
        return contract;
    }

    /** Files are checked by those who read them. */
    private static boolean takesFile(JsonObject operation) {
        return operation.getValue("requestBody") instanceof JsonObject body
                && body.getValue("content") instanceof JsonObject content
                && !content.containsKey("application/json");
    }

    /** Puts a part into the whole; the same path or name twice is a mistake. */
    private static void add(JsonObject whole, JsonObject part, String where) {
        for (String name : part.fieldNames()) {
            if (!whole.containsKey(name)) {
                whole.put(name, part.getValue(name));
            } else if (whole.getValue(name) instanceof JsonObject inner
                    && part.getValue(name) instanceof JsonObject more
                    && (name.equals("paths") || name.equals("components") || where.endsWith("components"))) {
                add(inner, more, where + " " + name);
            } else {
                throw new IllegalStateException("the contract says twice what `" + name + "` is: in " + where);
            }
        }
    }

    private static JsonObject subject(String file) {
        try (InputStream in = Contract.class.getClassLoader().getResourceAsStream(file)) {
            Map<String, Object> root = new Yaml(new SafeConstructor(new LoaderOptions()))
                    .load(Objects.requireNonNull(in, file + " is not on the class path"));
            // By way of text, so that what the file names once and uses twice becomes two.
            return new JsonObject(new JsonObject(root).encode());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
