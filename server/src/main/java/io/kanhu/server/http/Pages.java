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
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The worker's page, the console and the libraries they import, all from the class path, and what browsers may do with them. */
final class Pages {
    private static final List<String> LIBRARIES =
            List.of("lit", "lit-html", "lit-element", "lit__reactive-element", "leaflet", "uplot");
    private static final Pattern IMPORT_MAP =
            Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

    private Pages() {}

    static void bind(Router router) {
        String policy = policy();
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
                    .handler(StaticHandler.create(
                                    FileSystemAccess.RELATIVE,
                                    "META-INF/resources/webjars/" + library + "/" + versionOf(library))
                            .setMaxAgeSeconds(3600));
        }
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
    private static String policy() {
        return "default-src 'self'; img-src 'self' data:; script-src 'self'"
                + importMapHash("web/index.html") + importMapHash("web/console/index.html")
                + "; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'";
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
        try (InputStream in = open(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(
                Pages.class.getClassLoader().getResourceAsStream(name), name + " is not on the class path");
    }
}
