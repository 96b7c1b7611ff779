package io.kanhu.registry.csv;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of one import; staged rows carry the position in this list. */
record SourceFiles(List<SourceFile> files) {
    /** @param name what messages call it */
    record SourceFile(Kind kind, String name, Content content) {
        static SourceFile at(Kind kind, Path path) {
            return new SourceFile(kind, CsvImport.nameOf(path), () -> Files.newInputStream(path));
        }
    }

    /** May be opened more than once. */
    @FunctionalInterface
    interface Content {
        InputStream open() throws IOException;
    }

    SourceFiles {
        files = List.copyOf(files);
    }

    String nameOf(int position) {
        return files.get(position).name();
    }

    boolean has(Kind kind) {
        return files.stream().anyMatch(file -> file.kind() == kind);
    }
}
