package io.kanhu.server.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code demo.json}: addresses, and the keys of everybody in the demo town. Only its owner may read it. */
record DemoFile(Path path) {
    /** Somebody who can log in. */
    record DemoUser(String name, String password, String role) {
        @Override
        public String toString() {
            return "DemoUser " + name;
        }
    }

    /**
     * A band with its secret.
     *
     * @param onDuty the user names of the workers on first duty where its wearer lives
     */
    record Entry(
            String id,
            String secret,
            long wearerId,
            String wearer,
            @Nullable Double latitude,
            @Nullable Double longitude,
            List<String> onDuty) {
        @Override
        public String toString() {
            return "Entry " + id;
        }
    }

    static DemoFile in(Path directory) {
        return new DemoFile(directory.resolve("demo.json"));
    }

    /** The users of an earlier start; none if there was none. */
    List<DemoUser> users() throws IOException {
        if (!Files.exists(path)) {
            return List.of();
        }
        JsonArray users = new JsonObject(Files.readString(path)).getJsonArray("users", new JsonArray());
        return users.stream()
                .map(JsonObject.class::cast)
                .map(user -> new DemoUser(user.getString("name"), user.getString("password"), user.getString("role")))
                .toList();
    }

    /** Replaces the file in one step, so that nobody reads half of it. */
    void write(JsonObject addresses, List<Entry> bands, List<DemoUser> users) throws IOException {
        JsonArray bandArray = new JsonArray();
        bands.forEach(band -> bandArray.add(json(band)));
        JsonArray userArray = new JsonArray();
        users.forEach(user -> userArray.add(new JsonObject()
                .put("name", user.name())
                .put("password", user.password())
                .put("role", user.role())));
        JsonObject all = addresses.copy().put("bands", bandArray).put("users", userArray);
        Path draft = path.resolveSibling("demo.json.new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, all.encodePrettily() + "\n");
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static JsonObject json(Entry band) {
        JsonObject json = new JsonObject()
                .put("id", band.id())
                .put("secret", band.secret())
                .put("wearerId", band.wearerId())
                .put("wearer", band.wearer())
                .put("onDuty", new JsonArray(band.onDuty()));
        return band.latitude() == null
                ? json
                : json.put(
                        "home",
                        new JsonObject().put("latitude", band.latitude()).put("longitude", band.longitude()));
    }
}
