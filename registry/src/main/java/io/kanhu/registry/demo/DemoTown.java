package io.kanhu.registry.demo;

import io.kanhu.registry.csv.Kind;
import io.kanhu.registry.demo.CsvText.Row;
import io.kanhu.registry.demo.DemoPeople.Person;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A small town that does not exist, as the files the import takes. Everything but the secrets is the same each
 * time; the secrets are random and stand only in these files, so they are written once and then kept.
 */
public final class DemoTown {
    public static final int DEFAULT_BANDS = 200;

    private static final int SECRET_BYTES = 24;
    private static final LocalDate YOUNGEST = LocalDate.of(1960, 12, 31);
    private static final int BIRTH_DAYS = 30 * 365;
    private static final double HOME_DEGREES = 0.0016;

    private DemoTown() {}

    /**
     * Writes the files of a town with so many bands, each with its wearer, into the folder, readable by their owner
     * only. Files that are there already are kept; if they hold fewer bands than asked, the missing ones are added.
     *
     * @return all bands in the files, which may be more than asked
     */
    public static List<DemoBand> write(Path directory, int bands) throws IOException {
        Files.createDirectories(directory);
        List<DemoBand> known = read(directory);
        if (known.size() >= bands && Files.exists(directory.resolve(Kind.DUTIES.fileName()))) {
            return known;
        }
        List<DemoBand> all = new ArrayList<>(known);
        SecureRandom random = new SecureRandom();
        for (int i = known.size(); i < bands; i++) {
            all.add(new DemoBand(
                    "demo-%04d".formatted(i + 1),
                    secret(random),
                    wearer(i),
                    person(i).name()));
        }
        CsvText.write(directory, Kind.AREAS, DemoPlaces.areas());
        CsvText.write(directory, Kind.GRIDS, DemoPlaces.grids());
        CsvText.write(directory, Kind.WORKERS, DemoPlaces.workers());
        CsvText.write(directory, Kind.WEARERS, wearers(all.size()));
        CsvText.write(directory, Kind.CONTACTS, contacts(all.size()));
        CsvText.write(directory, Kind.BANDS, bands(all));
        CsvText.write(directory, Kind.ROSTER, DemoPlaces.roster());
        CsvText.write(directory, Kind.DUTIES, DemoPlaces.duties());
        return List.copyOf(all);
    }

    /** The bands in the folder's file, none if there is no file. */
    public static List<DemoBand> read(Path directory) throws IOException {
        Path file = directory.resolve(Kind.BANDS.fileName());
        if (!Files.exists(file)) {
            return List.of();
        }
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        List<DemoBand> bands = new ArrayList<>();
        try (CSVParser rows = CSVParser.parse(file, StandardCharsets.UTF_8, format)) {
            for (CSVRecord row : rows) {
                bands.add(new DemoBand(row.get("band"), row.get("secret"), row.get("wearer"), row.get("name")));
            }
        }
        return List.copyOf(bands);
    }

    /** Where the town's grids and communities lie, as GeoJSON in WGS-84. */
    public static String map() {
        return DemoPlaces.map();
    }

    private static List<Row> bands(List<DemoBand> bands) {
        List<Row> rows = new ArrayList<>();
        rows.add(Row.of("band", "secret", "wearer", "name", "model"));
        bands.forEach(band -> rows.add(Row.of(band.id(), band.secret(), band.wearer(), band.name(), "demo")));
        return rows;
    }

    private static List<Row> wearers(int count) {
        List<Row> rows = new ArrayList<>();
        rows.add(Row.of(
                "code", "name", "born", "sex", "phone", "address", "access", "medical", "risk", "grid", "lat", "lon"));
        for (int i = 0; i < count; i++) {
            rows.add(wearerRow(i));
        }
        return rows;
    }

    private static Row wearerRow(int number) {
        Person person = person(number);
        Random choices = DemoPeople.choices("life", number);
        int grid = number % DemoPlaces.GRIDS;
        int risk = choices.nextInt(10);
        return Row.of(
                wearer(number),
                person.name(),
                YOUNGEST.minusDays(choices.nextInt(BIRTH_DAYS)).toString(),
                person.woman() ? "f" : "m",
                CsvText.phone(2, number + 1),
                address(grid, choices),
                DemoPeople.access(choices),
                DemoPeople.medical(choices),
                risk == 0 ? "high" : risk < 4 ? "key" : "ordinary",
                DemoPlaces.grid(grid),
                degrees(DemoPlaces.latitude(grid) + near(choices)),
                degrees(DemoPlaces.longitude(grid) + near(choices)));
    }

    private static List<Row> contacts(int wearers) {
        List<Row> rows = new ArrayList<>();
        rows.add(Row.of("wearer", "name", "relation", "phone", "priority", "key_holder"));
        for (int i = 0; i < wearers; i++) {
            Random choices = DemoPeople.choices("contacts", i);
            int count = 1 + choices.nextInt(2);
            for (int priority = 1; priority <= count; priority++) {
                rows.add(Row.of(
                        wearer(i),
                        DemoPeople.young(choices),
                        DemoPeople.relation(choices),
                        CsvText.phone(2 + priority, i + 1),
                        Integer.toString(priority),
                        choices.nextInt(3) == 0 ? "yes" : "no"));
            }
        }
        return rows;
    }

    private static Person person(int number) {
        return DemoPeople.old(DemoPeople.choices("wearer", number));
    }

    private static String wearer(int number) {
        return "demo-wearer-%04d".formatted(number + 1);
    }

    private static String address(int grid, Random choices) {
        return "%s%d号楼%d单元%d室"
                .formatted(
                        DemoPlaces.addressOf(grid),
                        1 + choices.nextInt(12),
                        1 + choices.nextInt(4),
                        100 * (1 + choices.nextInt(6)) + 1 + choices.nextInt(4));
    }

    private static double near(Random choices) {
        return HOME_DEGREES * (2 * choices.nextDouble() - 1);
    }

    private static String degrees(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }

    private static String secret(SecureRandom random) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
