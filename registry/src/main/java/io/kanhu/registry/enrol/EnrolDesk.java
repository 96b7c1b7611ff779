package io.kanhu.registry.enrol;

import io.kanhu.registry.RegistryLock;
import io.kanhu.registry.band.BandDesk;
import io.kanhu.registry.csv.CsvImport;
import io.kanhu.registry.csv.ImportRefused;
import io.kanhu.registry.csv.Kind;
import io.kanhu.registry.csv.Upload;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Enrols people with their contacts and their band: all of it, or nothing. Blocks. */
public final class EnrolDesk {
    private static final List<String> WEARER = List.of(
            "code", "name", "born", "sex", "phone", "address", "access", "medical", "risk", "grid", "lat", "lon");
    private static final List<String> CONTACT =
            List.of("wearer", "name", "relation", "phone", "priority", "key_holder");

    private final Jdbi jdbi;
    private final CsvImport files;
    private final BandDesk bands;

    public EnrolDesk(Jdbi jdbi, CsvImport files, BandDesk bands) {
        this.jdbi = jdbi;
        this.files = files;
        this.bands = bands;
    }

    /**
     * Enrols somebody.
     *
     * @param by who does it
     * @throws ImportRefused if something is written that cannot be; line 2 is the first row, as in a file
     * @throws CodeTaken if the code is somebody's
     * @throws io.kanhu.registry.band.BandRefused if the band cannot be handed out
     */
    public Enrolled enrol(Enrolment enrolment, String by) {
        return jdbi.inTransaction(handle -> {
            RegistryLock.take(handle);
            String given = enrolment.wearer().getOrDefault("code", "").strip();
            String code = given.isEmpty() ? freeCode(handle) : given;
            if (isTaken(handle, code)) {
                throw new CodeTaken(code);
            }
            files.importInto(handle, uploads(enrolment, code));
            long id = handle.createQuery("SELECT id FROM wearer WHERE code = :code")
                    .bind("code", code)
                    .mapTo(long.class)
                    .one();
            if (enrolment.band() != null) {
                bands.handOut(handle, new BandDesk.HandOut(enrolment.band(), id, false, null), by);
            }
            return enrolled(handle, id);
        });
    }

    private static Enrolled enrolled(Handle handle, long id) {
        return handle.createQuery("""
                        SELECT w.id, w.code, w.name, g.name AS grid,
                               ARRAY(SELECT a.band FROM band_assignment a
                                      WHERE a.wearer_id = w.id AND a.ends_at IS NULL ORDER BY a.lent, a.band) AS bands
                          FROM wearer w LEFT JOIN grid g ON g.id = w.grid_id
                         WHERE w.id = :id
                        """)
                .bind("id", id)
                .map((row, context) -> new Enrolled(
                        row.getLong("id"),
                        row.getString("code"),
                        row.getString("name"),
                        row.getString("grid"),
                        Arrays.asList((String[]) row.getArray("bands").getArray())))
                .one();
    }

    private static List<Upload> uploads(Enrolment enrolment, String code) {
        List<List<String>> contacts = new ArrayList<>();
        for (Map<String, String> contact : enrolment.contacts()) {
            contacts.add(CONTACT.stream()
                    .map(column -> switch (column) {
                        case "wearer" -> code;
                        case "priority" -> contact.getOrDefault(column, Integer.toString(contacts.size() + 1));
                        default -> contact.getOrDefault(column, "");
                    })
                    .toList());
        }
        List<String> wearer = WEARER.stream()
                .map(column -> column.equals("code") ? code : enrolment.wearer().getOrDefault(column, ""))
                .toList();
        return List.of(
                Upload.of(Kind.WEARERS, text(WEARER, List.of(wearer))),
                Upload.of(Kind.CONTACTS, text(CONTACT, contacts)));
    }

    private static String text(List<String> header, List<List<String>> rows) {
        StringWriter text = new StringWriter();
        try (CSVPrinter printer = new CSVPrinter(text, CSVFormat.RFC4180)) {
            printer.printRecord(header);
            for (List<String> row : rows) {
                printer.printRecord(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write into memory", e);
        }
        return text.toString();
    }

    private static String freeCode(Handle handle) {
        String code;
        do {
            code = handle.createQuery("SELECT 'K' || lpad(nextval('wearer_number')::text, 6, '0')")
                    .mapTo(String.class)
                    .one();
        } while (isTaken(handle, code));
        return code;
    }

    private static boolean isTaken(Handle handle, String code) {
        return handle.createQuery("SELECT EXISTS (SELECT FROM wearer WHERE code = :code)")
                .bind("code", code)
                .mapTo(boolean.class)
                .one();
    }
}
