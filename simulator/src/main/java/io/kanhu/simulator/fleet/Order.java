package io.kanhu.simulator.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** A command as a band understands it. */
record Order(String id, String type) {
    private static final JsonMapper JSON = new JsonMapper();

    /** One that cannot be read is of no type. */
    static Order read(String command) {
        try {
            JsonNode json = JSON.readTree(command);
            return new Order(json.path("id").asText(), json.path("type").asText());
        } catch (JsonProcessingException e) {
            return new Order("", "");
        }
    }

    /** The status that says it is done. */
    String done() {
        return JSON.createObjectNode().put("done", id).toString();
    }
}
