package io.kanhu.server.http;

import io.kanhu.alerting.rules.Limits;
import io.kanhu.alerting.rules.Usual;
import io.kanhu.ingest.history.Measured;
import io.kanhu.registry.WearerProfile;
import io.kanhu.registry.WearerSearch;
import io.kanhu.registry.Wearers;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What the console shows of a wearer, for those who fit care to people; every look is written down before it is shown. */
final class WearerPageApi implements Api.Subject {
    private static final int MOST_FOUND = 50;
    private static final int MOST_POSITIONS = 5_000;
    private static final Duration LONGEST = Duration.ofDays(400);
    private static final Duration LONGEST_OF_PLACES = Duration.ofDays(7);
    private static final int SHORTEST_REASON = 2;

    private final Jdbi jdbi;
    private final Care care;
    private final WearerSearch search;
    private final Wearers wearers;
    private final Measured measured;
    private final Usual usual;
    private final Audit audit;
    private final Clock clock;

    WearerPageApi(Jdbi jdbi, Care care, Measured measured, Usual usual, Audit audit, Clock clock) {
        this.jdbi = jdbi;
        this.care = care;
        this.search = new WearerSearch(jdbi);
        this.wearers = new Wearers(jdbi);
        this.measured = measured;
        this.usual = usual;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public void bind(Operations operations) {
        operations.add("listWearers", this::find);
        operations.add("listWearerBands", this::bands);
        operations.add("getUsual", this::usual);
        operations.add("listWearerAlerts", this::alerts);
        operations.add("listWearerPlaces", this::places);
        operations.add("listAreas", this::areas);
    }

    private Answer find(Call call) {
        List<Long> grids = care.gridsOf(call);
        Instant now = clock.instant();
        WearerSearch.Wanted wanted = new WearerSearch.Wanted(
                call.query("q")
                        .map(String::strip)
                        .filter(text -> !text.isEmpty())
                        .orElse(null),
                call.query("grid").orElse(null),
                call.query("risk").orElse(null));
        List<WearerSearch.Found> found =
                search.find(wanted, grids, now, call.queryNumber("limit").orElse(MOST_FOUND));
        audit.lookedAtAll(
                call.user(), found.stream().map(WearerSearch.Found::id).toList(), "list");
        JsonArray array = new JsonArray();
        found.forEach(one -> array.add(json(one, now)));
        return Answer.ok(new JsonObject().put("wearers", array));
    }

    private Answer bands(Call call) {
        requireWearer(call);
        audit.looked(call.user(), call.id(), "bands", null);
        JsonArray array = new JsonArray();
        search.bandsOf(call.id())
                .forEach(one -> array.add(new JsonObject()
                        .put("band", one.band())
                        .put("model", one.model())
                        .put("disabled", one.disabled())
                        .put("from", one.from().toString())
                        .put("to", one.to() == null ? null : one.to().toString())));
        return Answer.ok(new JsonObject().put("bands", array));
    }

    private Answer usual(Call call) {
        WearerProfile profile = requireWearer(call);
        audit.looked(call.user(), call.id(), "vitals", null);
        Optional<Usual.Pulse> pulse = usual.pulseOf(call.id());
        return Answer.ok(new JsonObject()
                .put("zone", ZoneId.systemDefault().getId())
                .put("pulse", pulse.map(WearerPageApi::json).orElse(null))
                .put("limits", json(usual.limitsOf(profile.id(), profile.gridId()))));
    }

    private Answer alerts(Call call) {
        requireWearer(call);
        Span span = span(call, LONGEST);
        audit.looked(call.user(), call.id(), "alerts", null);
        JsonArray array = new JsonArray();
        jdbi.useHandle(handle -> handle.createQuery("""
                        SELECT id, kind, severity, state, raised_at, resolved_at, outcome, outcome_note FROM alert
                         WHERE wearer_id = :wearer AND raised_at >= :from AND raised_at < :to ORDER BY raised_at DESC LIMIT 1000
                        """)
                .bind("wearer", call.id())
                .bind("from", span.from().atOffset(ZoneOffset.UTC))
                .bind("to", span.to().atOffset(ZoneOffset.UTC))
                .map((row, context) -> array.add(new JsonObject()
                        .put("id", row.getLong("id"))
                        .put("kind", row.getString("kind"))
                        .put("severity", row.getString("severity"))
                        .put("state", row.getString("state"))
                        .put(
                                "raisedAt",
                                row.getObject("raised_at", OffsetDateTime.class)
                                        .toInstant()
                                        .toString())
                        .put("outcome", row.getString("outcome"))
                        .put("note", row.getString("outcome_note"))))
                .forEach(added -> {}));
        return Answer.ok(new JsonObject().put("alerts", array));
    }

    private Answer places(Call call) {
        requireWearer(call);
        Span span = span(call, LONGEST_OF_PLACES);
        Long alert = openAlertOf(call.id());
        String reason = call.query("reason")
                .map(String::strip)
                .filter(text -> text.length() >= SHORTEST_REASON)
                .orElse(null);
        if (alert == null && reason == null) {
            throw new Problem(
                    403,
                    "Whereabouts are shown while an alert of this wearer is open, or for a reason: give one in `reason`."
                            + " It is written down.");
        }
        audit.looked(call.user(), call.id(), "whereabouts", alert, reason);
        JsonArray array = new JsonArray();
        measured.positions(call.id(), span.from(), span.to(), MOST_POSITIONS)
                .forEach(one -> array.add(AlertShape.place(
                        one.latitude(),
                        one.longitude(),
                        one.accuracyMetres(),
                        one.at().toString())));
        return Answer.ok(new JsonObject().put("places", array));
    }

    private Answer areas(Call call) {
        JsonArray areas = new JsonArray();
        JsonArray grids = new JsonArray();
        jdbi.useHandle(handle -> {
            handle.createQuery("""
                            SELECT a.code, a.name, a.level, p.code AS parent FROM city_area a LEFT JOIN area p ON p.id = a.parent_id
                             ORDER BY array_position(ARRAY['city', 'county', 'street', 'community'], a.level), a.code
                            """)
                    .map((row, context) -> areas.add(new JsonObject()
                            .put("code", row.getString("code"))
                            .put("name", row.getString("name"))
                            .put("level", row.getString("level"))
                            .put("parent", row.getString("parent"))))
                    .forEach(added -> {});
            handle.createQuery("""
                            SELECT g.code, g.name, a.code AS area FROM city_grid g JOIN area a ON a.id = g.area_id
                             ORDER BY g.code LIMIT 20000
                            """)
                    .map((row, context) -> grids.add(new JsonObject()
                            .put("code", row.getString("code"))
                            .put("name", row.getString("name"))
                            .put("area", row.getString("area"))))
                    .forEach(added -> {});
        });
        return Answer.ok(new JsonObject().put("areas", areas).put("grids", grids));
    }

    private record Span(Instant from, Instant to) {}

    private Span span(Call call, Duration longest) {
        Instant to = call.queryTime("to").orElseGet(clock::instant);
        Instant from = call.queryTime("from").orElse(to.minus(Duration.ofDays(1)));
        if (!from.isBefore(to) || Duration.between(from, to).compareTo(longest) > 0) {
            throw new Problem(400, "`from` must lie before `to`, by " + longest.toDays() + " days at most.");
        }
        return new Span(from, to);
    }

    private @Nullable Long openAlertOf(long wearerId) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT id FROM alert WHERE wearer_id = :wearer AND state NOT IN ('resolved', 'closed')
                         ORDER BY severity = 'emergency' DESC, id DESC LIMIT 1
                        """)
                .bind("wearer", wearerId)
                .mapTo(Long.class)
                .findOne()
                .orElse(null));
    }

    private WearerProfile requireWearer(Call call) {
        care.requireWearer(call, call.id());
        return wearers.profile(call.id()).orElseThrow(() -> new Problem(404, "There is no wearer " + call.id() + "."));
    }

    private static JsonObject json(WearerSearch.Found one, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneId.systemDefault());
        return new JsonObject()
                .put("id", one.id())
                .put("code", one.code())
                .put("name", one.name())
                .put(
                        "age",
                        one.bornOn() == null
                                ? null
                                : Period.between(one.bornOn(), today).getYears())
                .put("risk", one.risk())
                .put("grid", one.grid())
                .put("band", one.bands().isEmpty() ? null : one.bands().getFirst())
                .put("heardAt", one.heardAt() == null ? null : one.heardAt().toString())
                .put("openAlerts", one.openAlerts())
                .put("away", one.away());
    }

    private static JsonObject json(Usual.Pulse pulse) {
        return new JsonObject()
                .put("medians", new JsonArray(pulse.medians()))
                .put("deviations", new JsonArray(pulse.deviations()))
                .put("computedAt", pulse.computedAt().toString());
    }

    private static JsonObject json(Limits limits) {
        return new JsonObject()
                .put("pulsePageLow", limits.pulsePageLow())
                .put("pulseLow", limits.pulseLow())
                .put("pulseHigh", limits.pulseHigh())
                .put("pulsePageHigh", limits.pulsePageHigh())
                .put("systolicLow", limits.systolicLow())
                .put("systolicHigh", limits.systolicHigh())
                .put("diastolicHigh", limits.diastolicHigh());
    }
}
