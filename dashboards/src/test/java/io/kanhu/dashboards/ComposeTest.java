package io.kanhu.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.server.config.SettingKeys;
import io.kanhu.server.config.SettingKeys.Setting;
import io.kanhu.server.config.Settings;
import io.kanhu.server.config.SettingsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The compose file against the files and settings it names. What Docker makes of it is not tested here. */
class ComposeTest {
    private static final Path FILE = Shipped.DEPLOY.resolve("compose.yml");
    private static final Map<String, Object> SERVICES = Shipped.map(Shipped.yaml(FILE), "services");
    private static final Pattern VARIABLE = Pattern.compile("(?<!\\$)\\$\\{(\\w+)(?::-([^}]*)|:\\?[^}]*)}");

    @Test
    void everySettingInItIsOneOfKanhusAndMakesSense() {
        Map<String, String> environment = environmentOf("kanhu");
        environment.remove("JAVA_TOOL_OPTIONS");
        assertThat(SettingKeys.all().stream().map(Setting::variable)).containsAll(environment.keySet());
        Settings settings = SettingsReader.read(null, environment, Map.of());
        assertThat(settings.database().url()).contains("jdbc:postgresql://database:5432/kanhu");
        assertThat(settings.broker().url()).as("without the profile broker").isEmpty();
        // What is published or scraped must listen on more than the container's own loopback.
        assertThat(List.of(
                        settings.http().host(),
                        settings.mqtt().host(),
                        settings.metrics().host()))
                .containsOnly("0.0.0.0");
    }

    @Test
    void kanhuAndItsDatabaseAgreeOnNameUserAndPassword() {
        Map<String, String> kanhu = environmentOf("kanhu");
        Map<String, String> database = environmentOf("database");
        assertThat(kanhu.get("KANHU_DATABASE_URL")).endsWith("/" + database.get("POSTGRES_DB"));
        assertThat(kanhu.get("KANHU_DATABASE_USER")).isEqualTo(database.get("POSTGRES_USER"));
        assertThat(kanhu.get("KANHU_DATABASE_PASSWORD")).isEqualTo(database.get("POSTGRES_PASSWORD"));
    }

    @Test
    void everyFileThatIsMountedOrBuiltFromIsThere() {
        assertThat(volumes().map(ComposeTest::source).filter(source -> source.startsWith(".")))
                .isNotEmpty()
                .allSatisfy(source -> assertThat(Shipped.DEPLOY.resolve(source)).exists());
        Map<String, Object> build = Shipped.map(service("kanhu"), "build");
        Path context = Shipped.DEPLOY.resolve(Shipped.text(build, "context"));
        Path dockerfile = context.resolve(Shipped.text(build, "dockerfile"));
        assertThat(context.resolve("pom.xml")).exists();
        List<String> copied = matches("(?m)^COPY (?!--from)(\\S+) ", Shipped.read(dockerfile));
        assertThat(copied)
                .contains("deploy/container-start")
                .allSatisfy(file -> assertThat(context.resolve(file)).exists());
    }

    @Test
    void everyNamedVolumeIsDeclaredAndUsed() {
        assertThat(volumes().map(ComposeTest::source).filter(source -> !source.startsWith(".")))
                .containsExactlyInAnyOrderElementsOf(
                        Shipped.map(Shipped.yaml(FILE), "volumes").keySet());
    }

    @Test
    void nothingIsPublishedBeyondThisMachine() {
        assertThat(SERVICES.keySet().stream().flatMap(name -> texts(name, "ports")))
                .hasSize(5)
                .allSatisfy(port -> assertThat(port).startsWith("127.0.0.1:"));
        Settings settings = SettingsReader.read(null, Map.of(), Map.of());
        assertThat(texts("kanhu", "ports").map(port -> port.replaceFirst(".*:", "")))
                .containsExactlyInAnyOrder(
                        Integer.toString(settings.http().port()),
                        Integer.toString(settings.mqtt().port()));
    }

    @Test
    void theExampleOfAnEnvironmentHasEveryVariableAndNoOther() {
        Set<String> wanted = new TreeSet<>(matches(VARIABLE.pattern(), Shipped.read(FILE)));
        assertThat(matches("(?m)^#?([A-Z_]+)=", Shipped.read(Shipped.DEPLOY.resolve("environment.example"))))
                .containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    void itsPrometheusIsConfiguredLikeTheOneThatIsTestedButForTheTarget() {
        Map<String, Object> shipped = Shipped.yaml(Shipped.DEPLOY.resolve("prometheus.yml"));
        String text = Shipped.read(Shipped.PROMETHEUS).replace("127.0.0.1:9464", "kanhu:9464");
        assertThat(shipped).isEqualTo(new Yaml().load(text));
        assertThat(SettingsReader.read(null, Map.of(), Map.of()).metrics().port())
                .isEqualTo(9464);
    }

    @Test
    void itsGrafanaFindsPrometheusAndTheDashboards() {
        assertThat(environmentOf("grafana")).containsEntry("PROMETHEUS_URL", "http://prometheus:9090");
        assertThat(Shipped.read(Shipped.DATA_SOURCE)).contains("${PROMETHEUS_URL}");
        Map<String, Object> provider = Shipped.list(Shipped.yaml(Shipped.DASHBOARD_PROVIDER), "providers")
                .getFirst();
        assertThat(texts("grafana", "volumes"))
                .contains("../dashboards/grafana/dashboards:" + Shipped.text(Shipped.map(provider, "options"), "path")
                        + ":ro");
    }

    @Test
    void itsStartScriptNamesTheProgram() throws ClassNotFoundException {
        Path script = Shipped.DEPLOY.resolve("container-start");
        assertThat(Files.isExecutable(script)).isTrue();
        assertThat(matches("(io\\.kanhu[\\w.]+) \"\\$@\"", Shipped.read(script)))
                .singleElement()
                .satisfies(name -> assertThat(Class.forName(name)).hasDeclaredMethods("main"));
    }

    private static Map<String, Object> service(String name) {
        return Shipped.map(SERVICES, name);
    }

    /** With the variables' defaults filled in, and something where there is none. */
    private static Map<String, String> environmentOf(String service) {
        return Shipped.map(service(service), "environment").entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> filledIn(entry.getValue().toString())));
    }

    private static String filledIn(String value) {
        return VARIABLE.matcher(value)
                .replaceAll(variable -> variable.group(2) == null ? "something" : variable.group(2));
    }

    private static Stream<String> volumes() {
        return SERVICES.keySet().stream().flatMap(service -> texts(service, "volumes"));
    }

    private static String source(String volume) {
        return volume.substring(0, volume.indexOf(':'));
    }

    private static Stream<String> texts(String service, String key) {
        return ((List<?>) service(service).getOrDefault(key, List.of()))
                .stream().map(Object::toString);
    }

    private static List<String> matches(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
