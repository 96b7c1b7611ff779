package io.kanhu.server.http;

import io.kanhu.alerting.ladder.Ladder;
import io.kanhu.alerting.ladder.LadderDesk;
import io.kanhu.alerting.ladder.LadderDraft;
import io.kanhu.alerting.ladder.LadderGaps;
import io.kanhu.alerting.ladder.LadderPreview;
import io.kanhu.alerting.ladder.Means;
import io.kanhu.alerting.ladder.Rung;
import io.kanhu.alerting.ladder.Rung.Page;
import io.kanhu.alerting.ladder.Unless;
import io.kanhu.alerting.ladder.Whom;
import io.kanhu.registry.Scopes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Seeing and changing who is called when nobody answers. */
public final class LaddersApi implements Api.Subject {
    private final LadderDesk desk;
    private final LadderGaps gaps;
    private final LadderPreview preview;
    private final Scopes scopes;

    public LaddersApi(LadderDesk desk, LadderGaps gaps, LadderPreview preview, Scopes scopes) {
        this.desk = desk;
        this.scopes = scopes;
        this.gaps = gaps;
        this.preview = preview;
    }

    @Override
    public void bind(Operations operations) {
        operations.add("listLadders", this::list);
        operations.add("putLadder", this::put);
        operations.add("endLadder", this::end);
        operations.add("listLadderGaps", this::gaps);
        operations.add("listLadderVersions", this::versions);
        operations.add("previewLadder", this::preview);
    }

    private Answer list(Call call) {
        requireOffice(call);
        JsonArray array = new JsonArray();
        desk.current().forEach(ladder -> array.add(json(ladder)));
        return Answer.ok(new JsonObject().put("ladders", array));
    }

    private Answer put(Call call) {
        requireEditor(call);
        LadderDraft draft = draft(call.body());
        requireArea(call, draft.area());
        return Answer.ok(json(desk.put(draft, call.user().name())));
    }

    private Answer end(Call call) {
        requireEditor(call);
        desk.current().stream()
                .filter(ladder -> ladder.id() == call.id())
                .findFirst()
                .ifPresent(ladder -> requireArea(call, ladder.area()));
        desk.end(call.id());
        return Answer.done();
    }

    private Answer versions(Call call) {
        requireOffice(call);
        JsonArray array = new JsonArray();
        desk.versions(call.id()).forEach(ladder -> array.add(json(ladder)));
        return Answer.ok(new JsonObject().put("ladders", array));
    }

    private Answer preview(Call call) {
        requireOffice(call);
        call.requireWearer(scopes, call.id());
        LadderPreview.Preview seen = preview.of(call.id())
                .orElseThrow(() ->
                        new Problem(404, "There is no wearer " + call.id() + ", or no ladder for calls for help."));
        JsonArray steps = new JsonArray();
        seen.steps().forEach(step -> steps.add(json(step)));
        return Answer.ok(new JsonObject()
                .put("at", seen.at().toString())
                .put("ladder", json(seen.ladder()))
                .put("steps", steps));
    }

    private static JsonObject json(LadderPreview.Step step) {
        JsonArray calls = new JsonArray();
        step.calls()
                .forEach(callee -> calls.add(new JsonObject()
                        .put("whom", callee.whom().code())
                        .put("by", callee.by().code())
                        .put("name", callee.name())
                        .put("reachable", callee.reachable())));
        return new JsonObject()
                .put("afterSeconds", step.after().toSeconds())
                .put("unless", step.unless().code())
                .put("calls", calls);
    }

    private Answer gaps(Call call) {
        requireOffice(call);
        LadderGaps.Report report = gaps.look();
        JsonArray array = new JsonArray();
        report.gaps().stream()
                .filter(gap -> scopes.hasGrid(call.user().scope(), gap.grid()))
                .forEach(gap -> array.add(json(gap)));
        return Answer.ok(new JsonObject()
                .put("at", report.at().toString())
                .put("until", report.until().toString())
                .put("gaps", array));
    }

    private static void requireOffice(Call call) {
        if (!call.user().role().seesEveryAlert()) {
            throw new Problem(403, "Ladders are for supervisors, operators and administrators.");
        }
    }

    private static void requireEditor(Call call) {
        if (!call.user().role().editsLadders()) {
            throw new Problem(403, "Ladders are changed by operators and administrators.");
        }
    }

    private void requireArea(Call call, @Nullable String area) {
        if (!scopes.hasArea(call.user().scope(), area)) {
            throw new Problem(
                    403,
                    area == null
                            ? "The ladder of the whole city is set by those who look after all of it; say which `area`."
                            : "You do not look after the area " + area + ".");
        }
    }

    private static LadderDraft draft(JsonObject body) {
        List<Rung> rungs = new ArrayList<>();
        for (Object item : body.getJsonArray("rungs")) {
            rungs.add(rung((JsonObject) item));
        }
        return new LadderDraft(
                body.getString("area"),
                body.getString("kind"),
                body.getString("severity"),
                body.getInteger("basedOn"),
                rungs,
                Duration.ofSeconds(body.getInteger("repeatSeconds")),
                Duration.ofSeconds(body.getInteger("silentSeconds")));
    }

    private static Rung rung(JsonObject json) {
        List<Page> pages = new ArrayList<>();
        for (Object item : json.getJsonArray("pages")) {
            JsonObject page = (JsonObject) item;
            pages.add(new Page(Whom.of(page.getString("whom")), Means.of(page.getString("by"))));
        }
        return new Rung(
                Duration.ofSeconds(json.getInteger("afterSeconds")),
                Unless.of(json.getString("unless", Unless.ANSWERED.code())),
                pages);
    }

    private static JsonObject json(Ladder ladder) {
        JsonArray rungs = new JsonArray();
        ladder.rungs().forEach(rung -> rungs.add(json(rung)));
        return new JsonObject()
                .put("id", ladder.id())
                .put("area", ladder.area())
                .put("kind", ladder.kind())
                .put("severity", ladder.severity())
                .put("version", ladder.version())
                .put("repeatSeconds", ladder.repeatEvery().toSeconds())
                .put("silentSeconds", ladder.silentAfter().toSeconds())
                .put("rungs", rungs)
                .put("since", ladder.since().toString())
                .put("by", ladder.by());
    }

    private static JsonObject json(Rung rung) {
        JsonArray pages = new JsonArray();
        rung.pages()
                .forEach(page -> pages.add(new JsonObject()
                        .put("whom", page.whom().code())
                        .put("by", page.by().code())));
        return new JsonObject()
                .put("afterSeconds", rung.after().toSeconds())
                .put("unless", rung.unless().code())
                .put("pages", pages);
    }

    private static JsonObject json(LadderGaps.Gap gap) {
        return new JsonObject()
                .put("grid", gap.grid())
                .put("rung", gap.rung())
                .put("whom", new JsonArray(gap.whom().stream().map(Whom::code).toList()))
                .put("why", gap.why())
                .put("from", gap.from().toString())
                .put("wearers", gap.wearers())
                .put("wearerIds", new JsonArray(gap.wearerIds()));
    }
}
