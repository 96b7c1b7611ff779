package io.kanhu.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A file system of a few mebibytes, to be filled. Needs the right to mount. */
public final class SmallDisk implements AutoCloseable {
    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /** Mounts one; the test is not run, and says why, where nobody may. */
    public static SmallDisk ofMebibytes(int size) {
        try {
            Path directory = Files.createTempDirectory("kanhu-small-disk");
            Process mount = run("mount", "-t", "tmpfs", "-o", "size=" + size + "m", "kanhu-test", directory.toString());
            String words = new String(mount.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Assumptions.assumeTrue(
                    mount.waitFor() == 0, () -> "not run: this test needs the right to mount a tmpfs: " + words);
            return new SmallDisk(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public Path directory() {
        return directory;
    }

    /** Writes a file until nothing fits any more, and returns it. */
    public Path fill() throws IOException {
        Path filler = directory.resolve("filler");
        try (var out = Files.newOutputStream(filler)) {
            byte[] page = new byte[4096];
            while (true) {
                out.write(page);
            }
        } catch (IOException full) {
            return filler;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            run("umount", "-l", directory.toString()).waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Files.deleteIfExists(directory);
    }

    private static Process run(String... command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
