package io.kanhu.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of registry files; each test writes those it is about. */
public record RegistryFiles(Path folder) {
    public static final String AREAS = """
            code,name,level,parent
            city,云河市,city,
            east,春晖社区,community,city
            """;
    public static final String GRIDS = """
            code,name,area
            g1,第一网格,east
            g2,第二网格,east
            """;
    public static final String WORKERS = """
            code,name,phone,language,area
            wang,王晓梅,000-0001-0001,zh,east
            marsh,Lena Marsh,,en,
            """;
    public static final String WEARER_HEADER = "code,name,born,sex,phone,address,access,medical,risk,grid,lat,lon\n";
    public static final String WEARERS = WEARER_HEADER + """
            li,李桂英,1941-03-21,f,000-0002-0001,"柳泉街道3号楼2单元501室",钥匙在邻居处,高血压,high,g1,35.0312,110.9921
            zhao,赵长贵,,,,,,,,g2,,
            """;

    /** The file's path, written or not. */
    public Path path(String name) {
        return folder.resolve(name);
    }

    public Path write(String name, String text) {
        try {
            return Files.writeString(path(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Areas, grids, workers and two wearers. */
    public RegistryFiles withTown() {
        write("areas.csv", AREAS);
        write("grids.csv", GRIDS);
        write("workers.csv", WORKERS);
        write("wearers.csv", WEARERS);
        return this;
    }

    /** A secret that is long enough; the same for the same word. */
    public static String secret(String word) {
        return (word + "-0123456789abcdef").substring(0, Math.max(16, word.length() + 1));
    }
}
