package io.kanhu.server.page;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The files of code of which the pages are made: rooms that no other test enters, too. */
final class Modules {
    /** Not a part of a page: it runs beside it. */
    private static final String WORKER = "sw.js";

    private Modules() {}

    /** What a page's browser finds wrong with them, none of them left out. */
    @SuppressWarnings("unchecked")
    static List<String> mistakes(Page page, String folder) throws IOException, URISyntaxException {
        return (List<String>) page.evaluate(
                """
                async files => {
                  const read = await Promise.allSettled(files.map(file => import(file)));
                  return read.flatMap(({reason}, at) => reason ? [`${files[at]}: ${reason}`] : []);
                }
                """, files(folder).stream().map(name -> folder + name).toList());
    }

    private static List<String> files(String folder) throws IOException, URISyntaxException {
        URL anchor = Objects.requireNonNull(Modules.class.getResource("/web" + folder + "index.html"));
        URI uri = anchor.toURI();
        if (uri.getScheme().equals("file")) {
            return names(Path.of(uri).resolveSibling(""));
        }
        try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
            return names(jar.getPath("/web" + folder));
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".js") && !name.equals(WORKER))
                    .sorted()
                    .toList();
        }
    }
}
