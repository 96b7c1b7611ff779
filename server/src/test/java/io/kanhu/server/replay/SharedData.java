package io.kanhu.server.replay;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Recordings of real devices that lie beside the project, if they do; read here without the simulator's help. */
final class SharedData {
    private static final Path FOLDER = Path.of("../../shared/data/recordings");
    private static final Pattern POINT = Pattern.compile("(?s)<trkpt lat=\"(.*?)\" lon=\"(.*?)\">(.*?)</trkpt>");
    private static final Pattern TIME = Pattern.compile("<time>(.*?)</time>");

    private SharedData() {}

    /** A recording; the test that asks for it is skipped, and says so, where it is not there. */
    static Path recording(String name) {
        Path file = FOLDER.resolve(name);
        if (!Files.exists(file)) {
            String reason = "skipped: there is no " + file.toAbsolutePath().normalize();
            System.err.println(reason);
            abort(reason);
        }
        return file;
    }

    /** Its rows, by column. No file here has quoted cells. */
    static List<Map<String, String>> rows(Path file) throws IOException {
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            List<String> lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList();
            List<String> header = List.of(lines.getFirst().split(",", -1));
            List<Map<String, String>> rows = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                String[] cells = line.split(",", -1);
                Map<String, String> row = new HashMap<>();
                for (int i = 0; i < cells.length; i++) {
                    row.put(header.get(i), cells[i]);
                }
                rows.add(row);
            }
            return rows;
        }
    }

    /** A track point as it stands in the file. */
    record Point(
            double latitude, double longitude, @Nullable String time) {}

    static List<Point> points(Path file) throws IOException {
        return POINT.matcher(Files.readString(file))
                .results()
                .map(point -> new Point(
                        Double.parseDouble(point.group(1)), Double.parseDouble(point.group(2)), timeIn(point)))
                .toList();
    }

    private static @Nullable String timeIn(MatchResult point) {
        return TIME.matcher(point.group(3))
                .results()
                .map(time -> time.group(1))
                .findFirst()
                .orElse(null);
    }
}
