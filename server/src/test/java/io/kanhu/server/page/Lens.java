package io.kanhu.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/** Looks at a page as somebody does who sees little, or has large thumbs. */
final class Lens {
    private static final String AXE = axe();

    /** Everything that can be tapped and is in sight, with its size if that is less than 48 pixels either way. */
    private static final String SMALL = """
            () => [...document.querySelectorAll('button, a[href], input, select, textarea, summary, [role=button]')]
              .filter(one => one.checkVisibility({visibilityProperty: true, opacityProperty: true}))
              .map(one => ({one, box: one.getBoundingClientRect()}))
              .filter(({box}) => box.width < 48 || box.height < 48)
              .map(({one, box}) => `${one.outerHTML.slice(0, 80)} ${Math.round(box.width)}x${Math.round(box.height)}`)
            """;

    private static final String VIOLATIONS = """
            async () => (await axe.run(document, {resultTypes: ['violations']})).violations
              .map(one => `${one.id}: ${one.nodes.map(node => node.html.slice(0, 160) + ' ' + node.failureSummary).join(' | ')}`)
            """;

    private Lens() {}

    /** Nothing that axe-core finds fault with, and nothing too small for a thumb. */
    static void check(Page page, String view) {
        checkReading(page, view);
        assertThat(strings(page.evaluate(SMALL))).as(view).isEmpty();
    }

    /** Nothing that axe-core finds fault with. */
    static void checkReading(Page page, String view) {
        if (!Boolean.TRUE.equals(page.evaluate("() => Boolean(window.axe)"))) {
            page.evaluate(AXE);
        }
        assertThat(strings(page.evaluate(VIOLATIONS))).as(view).isEmpty();
    }

    private static List<String> strings(Object found) {
        return ((List<?>) found).stream().map(String::valueOf).toList();
    }

    private static String axe() {
        Properties properties = new Properties();
        try (InputStream in = open("META-INF/maven/org.webjars.npm/axe-core/pom.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String version = properties.getProperty("version");
        try (InputStream in = open("META-INF/resources/webjars/axe-core/" + version + "/axe.min.js")) {
            // The page's own answer to it is of no use here and large.
            return new String(in.readAllBytes(), StandardCharsets.UTF_8) + "\n;undefined";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(Lens.class.getClassLoader().getResourceAsStream(name), name);
    }
}
