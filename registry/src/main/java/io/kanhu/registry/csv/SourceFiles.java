package io.kanhu.registry.csv;

import java.nio.file.Path;
import java.util.List;

/** The files of one import; staged rows carry the position in this list. */
record SourceFiles(List<SourceFile> files) {
    record SourceFile(Kind kind, Path path) {}

    SourceFiles {
        files = List.copyOf(files);
    }

    String nameOf(int position) {
        return CsvImport.nameOf(files.get(position).path());
    }

    boolean has(Kind kind) {
        return files.stream().anyMatch(file -> file.kind() == kind);
    }
}
