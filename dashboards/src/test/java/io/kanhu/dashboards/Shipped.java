package io.kanhu.dashboards;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** The files that are shipped; tests run in the module's folder. */
final class Shipped {
    static final Path PROMETHEUS = Path.of("prometheus", "prometheus.yml");
    static final Path RULES = Path.of("prometheus", "rules.yml");
    static final Path RULE_TESTS = Path.of("prometheus", "rules_test.yml");
    static final Path DATA_SOURCE = Path.of("grafana", "provisioning", "datasources", "prometheus.yml");
    static final Path DASHBOARD_PROVIDER = Path.of("grafana", "provisioning", "dashboards", "kanhu.yml");
    static final Path DEPLOY = Path.of("..", "deploy");
    static final Path OPERATING_GUIDE = Path.of("..", "docs", "operating.md");

    private static final Path DASHBOARDS = Path.of("grafana", "dashboards");

    private Shipped() {}

    /** An alarm rule. */
    record Rule(String name, String expression, String severity, String summary) {}

    static List<Dashboard> dashboards() {
        try (Stream<Path> files = Files.list(DASHBOARDS)) {
            return files.sorted().map(Dashboard::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Rule> rules() {
        return list(yaml(RULES), "groups").stream()
                .flatMap(group -> list(group, "rules").stream())
                .map(rule -> new Rule(
                        text(rule, "alert"),
                        text(rule, "expr"),
                        text(map(rule, "labels"), "severity"),
                        text(map(rule, "annotations"), "summary")))
                .toList();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Object> yaml(Path file) {
        return new Yaml().load(read(file));
    }

    @SuppressWarnings("unchecked") // A YAML map's keys are text in all files that are shipped.
    static Map<String, Object> map(Map<String, Object> in, String key) {
        return (Map<String, Object>) present(in, key);
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> list(Map<String, Object> in, String key) {
        return (List<Map<String, Object>>) present(in, key);
    }

    static String text(Map<String, Object> in, String key) {
        return present(in, key).toString();
    }

    private static Object present(Map<String, Object> in, String key) {
        Object value = in.get(key);
        if (value == null) {
            throw new AssertionError("there is no " + key + " in " + in);
        }
        return value;
    }
}
