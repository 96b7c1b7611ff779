package io.kanhu.server;

import io.kanhu.database.Target;
import io.kanhu.database.TestDatabase;
import io.kanhu.ingest.BandClient;
import io.kanhu.server.config.SettingsReader;
import io.kanhu.server.demo.Demo;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jdbi.v3.core.Jdbi;

/** A node with the demo town, for tests: real database, real sockets, any free ports. */
public final class Town implements AutoCloseable {
    /** On first duty in every grid. */
    public static final String WORKER = "worker1";

    private static final int BANDS = 10;

    private final Jdbi jdbi;
    private final AutoCloseable ending;
    private final Path data;
    private final Map<String, String> options;
    private final JsonObject keys;
    private Node node;

    private Town(Target database, AutoCloseable ending, Path data, Map<String, String> options) throws IOException {
        this.jdbi = Jdbi.create(database.url(), database.user(), database.password());
        this.ending = ending;
        this.data = data;
        this.options = options;
        this.node = startNode(options);
        Demo.enrol(node, data, BANDS);
        this.keys = new JsonObject(Files.readString(data.resolve("demo.json")));
    }

    /** Starts a node on a fresh database. */
    public static Town start(Path data) {
        return start(data, Map.of());
    }

    /** The same with settings of its own. */
    public static Town start(Path data, Map<String, String> settings) {
        TestDatabase database = TestDatabase.fresh();
        return startOn(database.target(), database, data, settings);
    }

    /** The same on a database of the test's own. */
    public static Town startOn(Target database, AutoCloseable ending, Path data, Map<String, String> settings) {
        try {
            return new Town(database, ending, data, options(data, database, settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Node startNode(Map<String, String> options) {
        return Node.start(SettingsReader.read(null, Map.of(), options));
    }

    private static Map<String, String> options(Path data, Target database, Map<String, String> settings) {
        Map<String, String> options = new HashMap<>(Map.of(
                "kanhu.watch.self-test-seconds",
                "0",
                "kanhu.data",
                data.toString(),
                "kanhu.mqtt.port",
                "0",
                "kanhu.http.port",
                "0",
                "kanhu.metrics.port",
                "0",
                "kanhu.database.url",
                database.url(),
                "kanhu.database.user",
                database.user(),
                "kanhu.database.password",
                database.password()));
        options.putAll(settings);
        return options;
    }

    public Node node() {
        return node;
    }

    /** Stops the node, if it runs still, and starts another on the same database and directory; any free ports again. */
    public void restart() {
        node.close();
        node = startNode(options);
    }

    public Jdbi jdbi() {
        return jdbi;
    }

    public Path data() {
        return data;
    }

    public String http() {
        return "http://127.0.0.1:" + node.httpPort();
    }

    public String metrics() {
        return "http://127.0.0.1:" + node.metricsPort() + "/metrics";
    }

    /** The n-th band, from 0. */
    public String band(int number) {
        return keys.getJsonArray("bands").getJsonObject(number).getString("id");
    }

    public String secret(int number) {
        return keys.getJsonArray("bands").getJsonObject(number).getString("secret");
    }

    public long wearer(int number) {
        return keys.getJsonArray("bands").getJsonObject(number).getLong("wearerId");
    }

    public String wearerName(int number) {
        return keys.getJsonArray("bands").getJsonObject(number).getString("wearer");
    }

    public String password(String user) {
        return keys.getJsonArray("users").stream()
                .map(JsonObject.class::cast)
                .filter(candidate -> candidate.getString("name").equals(user))
                .findFirst()
                .orElseThrow()
                .getString("password");
    }

    /** The n-th band, connected. */
    public BandClient connect(int number) throws MqttException {
        return BandClient.connect(node.mqttPort(), band(number), secret(number), new MqttConnectionOptions());
    }

    /** Somebody holds the button of the n-th band; returns once the band has its PUBACK. */
    public void press(int number, String pressId) throws MqttException {
        try (BandClient band = connect(number)) {
            band.publish("kanhu/v1/" + band(number) + "/sos", "{\"id\":\"" + pressId + "\",\"pressMs\":3200}");
        }
    }

    /** A program that speaks to the HTTP interface, not logged in. */
    public Person somebody() {
        return new Person(http());
    }

    /** Somebody who is logged in. */
    public Person loggedIn(String user) {
        Person person = somebody();
        person.logIn(user, password(user));
        return person;
    }

    @Override
    public void close() {
        node.close();
        try {
            ending.close();
        } catch (Exception e) {
            throw new IllegalStateException("the database does not end", e);
        }
    }
}
