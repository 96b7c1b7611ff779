package io.kanhu.server.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The worker's page, the console and the libraries they import, all from the class path, and what browsers may do with them. */
final class Pages {
    private static final List<String> LIBRARIES =
            List.of("lit", "lit-html", "lit-element", "lit__reactive-element", "leaflet", "uplot");
    private static final Pattern LIBRARY = Pattern.compile("/lib/([^/]+)/(.+)");
    private static final Pattern TILE_HOST = Pattern.compile("^(https?://[^/]+)/");
    private static final Pattern IMPORT_MAP =
            Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

    private Pages() {}

    /** {@code tiles}: where pictures of maps may come from, beside here. */
    static void bind(Router router, Optional<String> tiles) {
        String policy = policy(tiles.map(Pages::hostOf).orElse(""));
        router.route().handler(context -> {
            context.response()
                    .putHeader("Content-Security-Policy", policy)
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .putHeader("Referrer-Policy", "no-referrer")
                    .putHeader("Permissions-Policy", "geolocation=(self), camera=(), microphone=()");
            context.next();
        });
    }

    static void serve(Router router) {
        router.getWithRegex("/console").handler(context -> context.redirect("/console/"));
        for (String library : LIBRARIES) {
            router.get("/lib/" + library + "/*")
                    .handler(StaticHandler.create(FileSystemAccess.RELATIVE, directoryOf(library))
                            .setMaxAgeSeconds(3600));
        }
        String shell = Shell.read().json();
        router.get("/shell.json")
                .handler(context -> context.response()
                        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .end(shell));
        router.get("/*")
                .handler(context -> {
                    // A phone asks each time, and is told "not modified" most times: it must not run last week's page.
                    context.addHeadersEndHandler(
                            nothing -> context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-cache"));
                    context.next();
                })
                .handler(StaticHandler.create(FileSystemAccess.RELATIVE, "web").setCachingEnabled(true));
    }

    /** Scripts, styles and connections from here only; the inline scripts are the import maps, and Leaflet clears a picture with an inline one. */
    private static String policy(String tiles) {
        return "default-src 'self'; img-src 'self' data:" + tiles + "; script-src 'self'"
                + importMapHash("web/index.html") + importMapHash("web/console/index.html")
                + "; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'";
    }

    /** The host that a template of tiles names, any of several if the first part of it varies. */
    private static String hostOf(String template) {
        Matcher host = TILE_HOST.matcher(template);
        return host.find() ? " " + host.group(1).replaceFirst("\\{s\\}", "*") : "";
    }

    private static String importMapHash(String page) {
        Matcher map = IMPORT_MAP.matcher(resource(page));
        if (!map.find()) {
            return "";
        }
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(map.group(1).getBytes(StandardCharsets.UTF_8));
            return " 'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String versionOf(String library) {
        Properties properties = new Properties();
        try (InputStream in = open("META-INF/maven/org.webjars.npm/" + library + "/pom.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what version of " + library + " this is", e);
        }
        return Objects.requireNonNull(properties.getProperty("version"));
    }

    private static String resource(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    /** What is served at an address, as a name on the class path. */
    static String resourceAt(String address) {
        if (address.equals("/")) {
            return "web/index.html";
        }
        Matcher library = LIBRARY.matcher(address);
        return library.matches() ? directoryOf(library.group(1)) + "/" + library.group(2) : "web" + address;
    }

    private static String directoryOf(String library) {
        return "META-INF/resources/webjars/" + library + "/" + versionOf(library);
    }

    static byte[] bytes(String name) {
        try (InputStream in = open(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(
                Pages.class.getClassLoader().getResourceAsStream(name), name + " is not on the class path");
    }
}
