package io.kanhu.server.http;

import io.kanhu.alerting.episode.Away;
import io.kanhu.registry.Scopes;
import io.kanhu.registry.Suspension;
import io.kanhu.registry.Suspension.Reason;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Wearers who are away: in hospital, travelling, moved to a home. Every act is written down. */
final class AwayApi implements Api.Subject {
    private final Away away;
    private final Scopes scopes;
    private final Audit audit;

    AwayApi(Away away, Scopes scopes, Audit audit) {
        this.away = away;
        this.scopes = scopes;
        this.audit = audit;
    }

    @Override
    public void bind(Operations operations) {
        operations.add("suspendWearer", this::suspend);
        operations.add("resumeWearer", this::resume);
    }

    /** For the wearer's profile. */
    @Nullable
    JsonObject of(long wearerId) {
        return json(away.of(wearerId).orElse(null));
    }

    private Answer suspend(Call call) {
        call.requireOffice();
        call.requireWearer(scopes, call.id());
        JsonObject body = call.body();
        Instant from = Call.timeIn(body, "from");
        Instant until = Call.timeIn(body, "until");
        Optional<Suspension> suspended = away.suspend(
                call.id(),
                Reason.of(body.getString("reason")),
                body.getString("note"),
                from,
                until,
                call.user().actor().name());
        if (suspended.isEmpty()) {
            throw new Problem(404, "There is no wearer " + call.id() + ".");
        }
        audit.looked(call.user(), call.id(), "suspended", null);
        return Answer.ok(Objects.requireNonNull(json(suspended.get())));
    }

    private Answer resume(Call call) {
        call.requireOffice();
        call.requireWearer(scopes, call.id());
        if (!away.resume(call.id(), call.user().actor().name())) {
            throw new Problem(404, "There is no wearer " + call.id() + " who is away.");
        }
        audit.looked(call.user(), call.id(), "resumed", null);
        return Answer.done();
    }

    static @Nullable JsonObject json(@Nullable Suspension suspension) {
        return suspension == null
                ? null
                : new JsonObject()
                        .put("reason", suspension.reason().code())
                        .put("note", suspension.note())
                        .put("from", suspension.from().toString())
                        .put(
                                "until",
                                suspension.until() == null
                                        ? null
                                        : suspension.until().toString())
                        .put("by", suspension.by());
    }
}
