package io.kanhu.registry.place;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kanhu.registry.place.GeoJsonShape.Drawn;
import io.kanhu.registry.place.PlacesRefused.BadFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the features of a file and collects what is wrong with them. */
final class GeoJsonFile {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_CHARACTERS = 200;
    private static final long MOST_BYTES = 256L << 20;

    private final Wanted wanted;
    private final GeoJsonShape shapes;
    private final List<BadFeature> bad;
    private final List<String> notes = new ArrayList<>();

    /** @param bad takes what is wrong */
    GeoJsonFile(Wanted wanted, List<BadFeature> bad) {
        this.wanted = wanted;
        this.shapes = new GeoJsonShape(wanted.datum());
        this.bad = bad;
    }

    List<Draft> read() {
        List<Draft> drafts = new ArrayList<>();
        int number = 0;
        for (JsonNode feature : features()) {
            draft(++number, feature).ifPresent(drafts::add);
        }
        return drafts;
    }

    /** What was mended. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    private List<JsonNode> features() {
        Optional<JsonNode> root = tree(wanted.file());
        if (root.isEmpty()) {
            return List.of();
        }
        JsonNode file = root.get();
        if (file.path("type").asText().equals("Feature")) {
            return List.of(file);
        }
        List<JsonNode> features = new ArrayList<>();
        file.path("features").forEach(features::add);
        if (features.isEmpty()) {
            bad.add(new BadFeature(
                    0, "", "it is no GeoJSON with features, export it as a FeatureCollection (EPSG:4326, or gcj02)"));
        }
        return features;
    }

    private Optional<JsonNode> tree(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                bad.add(new BadFeature(0, "", "it is larger than 256 MiB, simplify the drawing or split the file"));
                return Optional.empty();
            }
            return Optional.of(JSON.readTree(Files.readAllBytes(file)));
        } catch (JsonProcessingException e) {
            bad.add(new BadFeature(
                    0,
                    "",
                    "it is no JSON: " + e.getOriginalMessage() + " in line "
                            + e.getLocation().getLineNr() + ", export it again"));
        } catch (IOException e) {
            bad.add(new BadFeature(0, "", "it cannot be read: " + e.getMessage()));
        }
        return Optional.empty();
    }

    private Optional<Draft> draft(int number, JsonNode feature) {
        JsonNode properties = feature.path("properties");
        Optional<String> code = code(feature, properties);
        if (code.isEmpty()) {
            bad.add(new BadFeature(
                    number,
                    "",
                    "has no code in " + (wanted.codeProperty() == null ? "code, adcode or id" : wanted.codeProperty())
                            + ", add it or name another property with --code-property"));
            return Optional.empty();
        }
        String of = code.get();
        String levelWord = text(properties.path("level")).orElse(null);
        Level level = levelWord == null ? wanted.level() : levelOf(levelWord).orElse(wanted.level());
        if (levelWord != null && level == null) {
            bad.add(new BadFeature(
                    number,
                    of,
                    "\"" + levelWord
                            + "\" is not a level, write grid, community, street, county or city, or give --level"));
        }
        try {
            Drawn drawn = shapes.read(feature.get("geometry"));
            if (drawn.mended() != null) {
                notes.add("feature %d (%s): %s; mended, its area stays".formatted(number, of, drawn.mended()));
            }
            return Optional.of(new Draft(
                    number,
                    of,
                    text(properties.path(wanted.nameProperty())).orElse(of),
                    level,
                    parent(properties.path("parent")).orElse(wanted.parent()),
                    drawn.shape()));
        } catch (BadShape e) {
            bad.add(new BadFeature(number, of, e.reason()));
            return Optional.empty();
        }
    }

    private Optional<String> code(JsonNode feature, JsonNode properties) {
        @Nullable String property = wanted.codeProperty();
        if (property != null) {
            return text(properties.path(property))
                    .or(() -> property.equals("id") ? text(feature.path("id")) : Optional.empty());
        }
        return text(properties.path("code"))
                .or(() -> text(properties.path("adcode")))
                .or(() -> text(feature.path("id")));
    }

    /** Some map makers write a whole object. */
    private static Optional<String> parent(JsonNode parent) {
        return parent.isObject() ? text(parent.path("adcode")) : text(parent);
    }

    private static Optional<Level> levelOf(String word) {
        return word.equals("district") ? Optional.of(Level.COUNTY) : Level.of(word);
    }

    private static Optional<String> text(JsonNode value) {
        return value.isTextual() || value.isIntegralNumber()
                ? Optional.of(value.asText().strip().replace("\0", ""))
                        .filter(text -> !text.isEmpty() && text.length() <= MOST_CHARACTERS)
                : Optional.empty();
    }
}
