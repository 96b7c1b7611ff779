package io.kanhu.dashboards;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A dashboard as Grafana reads it. */
record Dashboard(String file, JsonObject json) {
    static Dashboard read(Path file) {
        return new Dashboard(file.getFileName().toString(), new JsonObject(Shipped.read(file)));
    }

    /** One panel. */
    record Panel(String dashboard, JsonObject json) {
        String title() {
            return json.getString("title", "");
        }

        String unit() {
            return json.getJsonObject("fieldConfig").getJsonObject("defaults").getString("unit", "");
        }

        List<Query> queries() {
            return objects(json.getJsonArray("targets", new JsonArray()))
                    .map(target -> new Query(
                            title() + " / " + target.getString("refId"),
                            target.getString("expr"),
                            target.getString("legendFormat", "")))
                    .toList();
        }

        @Override
        public String toString() {
            return dashboard + ": " + title();
        }
    }

    /** One query, with Grafana's variables still in it. */
    record Query(String where, String expression, String legend) {
        /** What Grafana sends: the window long enough for everything that a test did. */
        String sent() {
            return expression.replace("$__rate_interval", "5m");
        }

        @Override
        public String toString() {
            return where;
        }
    }

    List<Panel> panels() {
        return objects(json.getJsonArray("panels"))
                .map(panel -> new Panel(file, panel))
                .toList();
    }

    static Stream<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast);
    }

    @Override
    public String toString() {
        return file;
    }
}
