package io.kanhu.server.http;

import io.kanhu.ingest.history.Refusals;
import io.kanhu.ingest.history.Refusals.Count;
import io.kanhu.ingest.history.Refusals.Refused;
import io.kanhu.ingest.history.Refusals.Wanted;
import io.kanhu.server.session.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Jdbi;

/** What bands sent and were refused for, for those who keep Kanhu running. A payload is a person's data: who sees it is written down. */
final class RefusalsApi implements Api.Subject {
    private static final Duration DAY = Duration.ofHours(24);
    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST_COUNTS = 500;

    private final Jdbi jdbi;
    private final Refusals refusals;
    private final Audit audit;
    private final Clock clock;

    RefusalsApi(Jdbi jdbi, Refusals refusals, Audit audit, Clock clock) {
        this.jdbi = jdbi;
        this.refusals = refusals;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public void bind(Operations operations) {
        operations.add("listRefusals", this::list);
    }

    private Answer list(Call call) {
        User user = call.user();
        if (!user.role().seesEveryAlert()) {
            throw new Problem(403, "Refusals are shown to supervisors, operators and administrators.");
        }
        Instant now = clock.instant();
        Wanted wanted = new Wanted(
                call.query("band").orElse(null),
                call.query("reason").orElse(null),
                call.queryTime("since").orElse(now.minus(DAY)),
                user.scope());
        List<Refused> newest = refusals.newest(wanted, call.queryNumber("limit").orElse(DEFAULT_LIMIT));
        boolean payloads = user.role().seesEveryWearer();
        if (payloads) {
            noteLookAt(newest, user);
        }
        JsonArray list = new JsonArray();
        newest.forEach(refused -> list.add(shape(refused, payloads)));
        JsonArray day = new JsonArray();
        refusals.counts(wanted.within(DAY, now), MOST_COUNTS).forEach(count -> day.add(shape(count)));
        return Answer.ok(new JsonObject().put("refusals", list).put("day", day));
    }

    private void noteLookAt(List<Refused> shown, User user) {
        if (shown.isEmpty()) {
            return;
        }
        List<String> bands = shown.stream()
                .map(Refused::band)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        wearersOf(bands, shown.getLast().receivedAt(), shown.getFirst().receivedAt())
                .forEach(wearer -> audit.looked(user, wearer, "refusals", null));
    }

    private List<Long> wearersOf(List<String> bands, Instant from, Instant to) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT DISTINCT wearer_id FROM band_assignment
                         WHERE band = ANY(:bands) AND starts_at <= :to AND (ends_at IS NULL OR ends_at > :from)
                        """)
                .bindArray("bands", String.class, bands)
                .bind("from", from.atOffset(ZoneOffset.UTC))
                .bind("to", to.atOffset(ZoneOffset.UTC))
                .mapTo(Long.class)
                .list());
    }

    private static JsonObject shape(Refused refused, boolean withPayload) {
        return new JsonObject()
                .put("at", refused.receivedAt().toString())
                .put("band", refused.band())
                .put("topic", refused.topic())
                .put("reason", refused.reason())
                .put("place", refused.place())
                .put("detail", refused.detail())
                .put("payload", withPayload ? refused.payload() : null);
    }

    private static JsonObject shape(Count count) {
        return new JsonObject()
                .put("reason", count.reason())
                .put("band", count.band())
                .put("refusals", count.refusals())
                .put("latest", count.latest().toString());
    }
}
