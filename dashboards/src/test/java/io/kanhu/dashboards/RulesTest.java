package io.kanhu.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.dashboards.Shipped.Rule;
import io.kanhu.dashboards.SystemProgram.Ending;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The alarm rules, as Prometheus' own tool judges them. */
class RulesTest {
    @Test
    void prometheusTakesTheConfigurationAndTheRules() {
        Ending checked = SystemProgram.run("promtool", "check", "config", Shipped.PROMETHEUS.toString());
        assertThat(checked.code()).as(checked.output()).isZero();
        assertThat(checked.output()).contains("SUCCESS: " + Shipped.rules().size() + " rules found");
    }

    @Test
    void everyRuleRingsWhenItShouldAndOnlyThen() {
        Ending tested = SystemProgram.run("promtool", "test", "rules", Shipped.RULE_TESTS.toString());
        assertThat(tested.code()).as(tested.output()).isZero();
    }

    @Test
    void everyRuleIsTestedBothWays() {
        Set<String> rings = new TreeSet<>();
        Set<String> silent = new TreeSet<>();
        for (Map<String, Object> test : Shipped.list(Shipped.yaml(Shipped.RULE_TESTS), "tests")) {
            for (Map<String, Object> expected : Shipped.list(test, "alert_rule_test")) {
                boolean none = Shipped.list(expected, "exp_alerts").isEmpty();
                (none ? silent : rings).add(Shipped.text(expected, "alertname"));
            }
        }
        assertThat(rings).containsExactlyInAnyOrderElementsOf(names());
        assertThat(silent).containsExactlyInAnyOrderElementsOf(names());
    }

    @Test
    void everyRuleSaysWhomItWakesAndWhatHasHappened() {
        assertThat(Shipped.rules()).allSatisfy(rule -> {
            assertThat(rule.severity()).isIn("page", "ticket");
            assertThat(rule.summary()).endsWith(".");
        });
    }

    @Test
    void theOperatingGuideSaysWhatToDoAboutEveryRuleAndAboutNoOther() {
        Matcher heading = Pattern.compile("^#+ (Kanhu[A-Z]\\w+)$", Pattern.MULTILINE)
                .matcher(Shipped.read(Shipped.OPERATING_GUIDE));
        List<String> explained = heading.results().map(found -> found.group(1)).toList();
        assertThat(explained).containsExactlyInAnyOrderElementsOf(names());
    }

    private static Set<String> names() {
        return Shipped.rules().stream().map(Rule::name).collect(Collectors.toCollection(TreeSet::new));
    }
}
