package io.kanhu.server.demo;

import io.kanhu.database.Target;
import io.kanhu.registry.csv.CsvImport;
import io.kanhu.registry.demo.DemoBand;
import io.kanhu.registry.demo.DemoTown;
import io.kanhu.registry.place.Datum;
import io.kanhu.registry.place.PlaceImport;
import io.kanhu.registry.place.Wanted;
import io.kanhu.server.Node;
import io.kanhu.server.demo.DemoFile.DemoUser;
import io.kanhu.server.demo.DemoFile.Entry;
import io.kanhu.server.session.Passwords;
import io.kanhu.server.session.Users;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** Enrols a town that does not exist on a running node, and writes down its keys. */
public final class Demo {
    private Demo() {}

    /**
     * Enrols what is missing.
     *
     * @return the user to try first: on duty everywhere
     * @throws IOException if the data directory cannot be written
     */
    public static Invitation enrol(Node node, Path data, int bands) throws IOException {
        Path town = data.resolve("town");
        List<DemoBand> written = DemoTown.write(town, bands);
        Jdbi jdbi = node.database().jdbi();
        new CsvImport(jdbi, Clock.systemUTC()).importDirectory(town);
        DemoFile file = DemoFile.in(data);
        // Slow on purpose; nobody else is there yet who needs the processors.
        Passwords passwords = new Passwords(Runtime.getRuntime().availableProcessors());
        List<DemoUser> users = new DemoUsers(jdbi, new Users(jdbi, passwords)).enrol(file.users());
        file.write(addresses(node), entries(jdbi, written), users);
        DemoUser first = users.getFirst();
        return new Invitation(first.name(), first.password(), written.size(), file.path());
    }

    /** Draws the town's grids and communities on the map, where they are not drawn yet. */
    public static void draw(Node node, Path data) throws IOException {
        Path map = data.resolve("town").resolve("places.geojson");
        Files.writeString(map, DemoTown.map());
        new PlaceImport(node.database().jdbi()).run(new Wanted(map, Datum.WGS84, null, null, "name", null));
    }

    /** What to tell whoever started the demonstration. */
    public record Invitation(String user, String password, int bands, Path file) {}

    private static JsonObject addresses(Node node) {
        Target database = node.database().target();
        return new JsonObject()
                .put("mqtt", new JsonObject().put("host", "127.0.0.1").put("port", node.mqttPort()))
                .put("http", "http://127.0.0.1:" + node.httpPort())
                .put("metrics", "http://127.0.0.1:" + node.metricsPort() + "/metrics")
                .put(
                        "jdbc",
                        new JsonObject()
                                .put("url", database.url())
                                .put("user", database.user())
                                .put("password", database.password()));
    }

    private static List<Entry> entries(Jdbi jdbi, List<DemoBand> bands) {
        Map<String, String> secrets = bands.stream().collect(Collectors.toMap(DemoBand::id, DemoBand::secret));
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT a.band, w.id, w.name, w.home_latitude, w.home_longitude,
                               ARRAY(SELECT replace(replace(k.code, 'demo-', ''), '-', '')
                                       FROM roster_shift s JOIN worker k ON k.id = s.worker_id
                                      WHERE s.grid_id = w.grid_id AND s.duty = 'primary' AND s.starts_at <= now()
                                        AND (s.ends_at IS NULL OR s.ends_at > now()) ORDER BY k.id) AS on_duty
                          FROM band_assignment a JOIN wearer w ON w.id = a.wearer_id
                         WHERE a.ends_at IS NULL AND a.band LIKE 'demo-%' ORDER BY a.band
                        """)
                .map((row, context) -> {
                    Array onDuty = row.getArray("on_duty");
                    String band = row.getString("band");
                    return new Entry(
                            band,
                            Objects.requireNonNullElse(secrets.get(band), ""),
                            row.getLong("id"),
                            row.getString("name"),
                            row.getObject("home_latitude", Double.class),
                            row.getObject("home_longitude", Double.class),
                            Arrays.asList((String[]) onDuty.getArray()));
                })
                .list());
    }
}
