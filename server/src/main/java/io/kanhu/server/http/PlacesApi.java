package io.kanhu.server.http;

import io.kanhu.registry.place.Datum;
import io.kanhu.registry.place.DrawnPlace;
import io.kanhu.registry.place.Level;
import io.kanhu.registry.place.PlaceImport;
import io.kanhu.registry.place.PlaceList;
import io.kanhu.registry.place.PlaceReport;
import io.kanhu.registry.place.Places;
import io.kanhu.registry.place.PlacesRefused;
import io.kanhu.registry.place.Wanted;
import io.kanhu.server.session.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Where grids and areas lie: seen, imported, drawn. */
final class PlacesApi implements Api.Subject {
    private static final Set<Role> READERS = Set.of(Role.SUPERVISOR, Role.CARE, Role.OPERATOR, Role.ADMINISTRATOR);
    private static final Set<Role> DRAWERS = Set.of(Role.OPERATOR, Role.ADMINISTRATOR);

    private final PlaceList list;
    private final PlaceImport imports;
    private final Places places;

    PlacesApi(PlaceList list, PlaceImport imports, Places places) {
        this.list = list;
        this.imports = imports;
        this.places = places;
    }

    @Override
    public void bind(Operations operations) {
        operations.add("listPlaces", this::list);
        operations.add("findPlace", this::find);
        operations.add("listOverlaps", this::overlaps);
        operations.add("importPlaces", this::importPlaces);
    }

    private Answer list(Call call) {
        requireReader(call);
        JsonArray array = new JsonArray();
        list.all(call.queryIs("shapes")).forEach(place -> array.add(json(place)));
        return Answer.ok(new JsonObject().put("places", array));
    }

    private Answer find(Call call) {
        requireReader(call);
        double latitude = call.queryDouble("latitude").orElseThrow();
        double longitude = call.queryDouble("longitude").orElseThrow();
        JsonObject found = new JsonObject();
        places.index()
                .at(latitude, longitude)
                .ifPresent(spot -> found.put("level", spot.level().code()).put("code", spot.code()));
        return Answer.ok(found);
    }

    private Answer overlaps(Call call) {
        requireReader(call);
        JsonArray array = new JsonArray();
        list.overlaps()
                .forEach(overlap -> array.add(new JsonObject()
                        .put("level", overlap.level().code())
                        .put("one", overlap.one())
                        .put("other", overlap.other())
                        .put("share", overlap.share())));
        return Answer.ok(new JsonObject().put("overlaps", array));
    }

    private Answer importPlaces(Call call) {
        call.requireCity();
        call.require(DRAWERS, "Places are drawn and imported by operators and administrators.");
        boolean check = call.queryIs("check");
        Path file = keep(call.bytes());
        try {
            Wanted wanted = new Wanted(
                    file,
                    Datum.valueOf(call.query("datum").orElse("wgs84").toUpperCase(Locale.ROOT)),
                    call.query("level").flatMap(Level::of).orElse(null),
                    null,
                    "name",
                    call.query("parent").orElse(null));
            PlaceReport report = check ? imports.check(wanted) : imports.run(wanted);
            if (!check) {
                places.refresh();
            }
            return Answer.ok(json(report));
        } catch (PlacesRefused e) {
            return refused(e, check);
        } finally {
            forget(file);
        }
    }

    private static Answer refused(PlacesRefused e, boolean check) {
        JsonArray bad = new JsonArray();
        e.features()
                .forEach(feature -> bad.add(new JsonObject()
                        .put("number", feature.number())
                        .put("code", feature.code())
                        .put("reason", feature.reason())));
        if (check) {
            return Answer.ok(new JsonObject().put("clean", false).put("bad", bad));
        }
        throw new Problem(400, "Nothing was written: some features cannot be taken. Look at the file with check=true.")
                .with("bad", bad);
    }

    /** Shapes are read from a file: nothing about people is in it. */
    private static Path keep(byte[] bytes) {
        try {
            Path file = Files.createTempFile("places", ".geojson");
            Files.write(file, bytes);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a temporary file", e);
        }
    }

    private static void forget(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }

    private static void requireReader(Call call) {
        call.require(READERS, "Places are for supervisors, care staff, operators and administrators.");
    }

    private static JsonObject json(DrawnPlace place) {
        String shape = place.shape();
        return new JsonObject()
                .put("level", place.level().code())
                .put("code", place.code())
                .put("name", place.name())
                .put("parent", place.parent())
                .put("wearers", place.wearers())
                .put("shape", shape == null ? null : new JsonObject(shape));
    }

    private static JsonObject json(PlaceReport report) {
        return new JsonObject()
                .put("clean", true)
                .put("bad", new JsonArray())
                .put("created", report.created())
                .put("drawn", report.drawn())
                .put("redrawn", report.redrawn())
                .put("unchanged", report.unchanged())
                .put("notes", new JsonArray(report.notes()));
    }
}
