package io.kanhu.server.http;

import io.kanhu.registry.csv.CsvImport;
import io.kanhu.registry.csv.ImportRefused;
import io.kanhu.registry.csv.ImportReport;
import io.kanhu.registry.csv.Kind;
import io.kanhu.registry.csv.Upload;
import io.kanhu.server.session.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registry files from a browser: looked at first, then imported, and it has to be the file that was looked at. */
final class ImportsApi implements Api.Subject {
    private static final Logger LOG = LoggerFactory.getLogger(ImportsApi.class);
    private static final Set<Role> IMPORTERS = Set.of(Role.OPERATOR, Role.ADMINISTRATOR);

    private final CsvImport files;

    ImportsApi(CsvImport files) {
        this.files = files;
    }

    @Override
    public void bind(Operations operations) {
        operations.add("listImportKinds", ImportsApi::kinds);
        operations.add("importFile", this::importFile);
    }

    private static Answer kinds(Call call) {
        requireImporter(call);
        JsonArray kinds = new JsonArray();
        for (Kind kind : Kind.values()) {
            JsonArray columns = new JsonArray();
            CsvImport.columnsOf(kind)
                    .forEach(column -> columns.add(
                            new JsonObject().put("name", column.name()).put("required", column.required())));
            kinds.add(new JsonObject().put("kind", kind.plural()).put("columns", columns));
        }
        return Answer.ok(new JsonObject().put("kinds", kinds));
    }

    private static void requireImporter(Call call) {
        call.requireCity();
        call.require(IMPORTERS, "Files are imported by operators and administrators.");
    }

    private Answer importFile(Call call) {
        requireImporter(call);
        Kind kind = Kind.valueOf(call.path("kind").toUpperCase(Locale.ROOT));
        Upload upload = Upload.of(kind, call.bytes());
        return call.queryIs("check") ? check(upload) : write(upload, call);
    }

    private Answer check(Upload upload) {
        try {
            return Answer.ok(json(upload, files.check(upload)));
        } catch (ImportRefused e) {
            return Answer.ok(json(upload).put("clean", false).put("bad", cells(e)));
        }
    }

    private Answer write(Upload upload, Call call) {
        Optional<String> looked = call.query("sha256");
        if (looked.isEmpty()) {
            throw new Problem(
                    400, "Look at the file first, with check=true, and send it again with the sha256 of that answer.");
        }
        if (!looked.get().equalsIgnoreCase(upload.sha256())) {
            throw new Problem(
                    409,
                    "This is not the file that was looked at; nothing was written. Look at it again with check=true.");
        }
        ImportReport report = files.importUpload(upload);
        LOG.info(
                "file imported by user={} kind={} sha256={}",
                call.user().name(),
                upload.kind().plural(),
                upload.sha256());
        return Answer.ok(json(upload, report));
    }

    private static JsonObject json(Upload upload) {
        return new JsonObject()
                .put("kind", upload.kind().plural())
                .put("charset", upload.charset())
                .put("sha256", upload.sha256());
    }

    private static JsonObject json(Upload upload, ImportReport report) {
        ImportReport.Counts counts = report.of(upload.kind());
        return json(upload)
                .put("clean", true)
                .put("bad", new JsonArray())
                .put("added", counts.added())
                .put("changed", counts.changed())
                .put("unchanged", counts.unchanged())
                .put(
                        "createdWearers",
                        new JsonObject()
                                .put("count", report.createdWearers().count())
                                .put(
                                        "examples",
                                        new JsonArray(report.createdWearers().examples())));
    }

    static JsonArray cells(ImportRefused refused) {
        JsonArray cells = new JsonArray();
        refused.badCells()
                .forEach(cell -> cells.add(new JsonObject()
                        .put("file", cell.file())
                        .put("line", cell.line())
                        .put("column", cell.column())
                        .put("value", cell.value())
                        .put("reason", cell.reason())));
        return cells;
    }
}
