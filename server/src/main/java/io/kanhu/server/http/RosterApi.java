package io.kanhu.server.http;

import io.kanhu.registry.roster.Absence;
import io.kanhu.registry.roster.Absences;
import io.kanhu.registry.roster.Swap;
import io.kanhu.registry.roster.Swaps;
import io.kanhu.server.session.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Who is off and who stands in for whom: workers say so for themselves, supervisors for everybody. */
public final class RosterApi implements Api.Subject {
    private final Jdbi jdbi;
    private final Absences absences;
    private final Swaps swaps;

    public RosterApi(Jdbi jdbi, Absences absences, Swaps swaps) {
        this.jdbi = jdbi;
        this.absences = absences;
        this.swaps = swaps;
    }

    @Override
    public void bind(Operations operations) {
        operations.add("listAbsences", this::listAbsences);
        operations.add("putAbsence", this::putAbsence);
        operations.add("endAbsence", this::endAbsence);
        operations.add("listSwaps", this::listSwaps);
        operations.add("putSwap", this::putSwap);
        operations.add("agreeToSwap", this::agree);
        operations.add("withdrawSwap", this::withdraw);
    }

    private Answer listAbsences(Call call) {
        User user = requirePart(call);
        JsonArray array = new JsonArray();
        absences.current().stream()
                .filter(absence -> supervises(user) || isSelf(user, absence.workerId()))
                .forEach(absence -> array.add(json(absence)));
        return Answer.ok(new JsonObject().put("absences", array));
    }

    private Answer putAbsence(Call call) {
        User user = requirePart(call);
        JsonObject body = call.body();
        long worker = workerIn(body.getString("worker"), user);
        if (!supervises(user) && !isSelf(user, worker)) {
            throw new Problem(403, "You can say that you are off yourself; for others a supervisor does.");
        }
        Absence absence = absences.put(
                worker,
                Call.timeIn(body, "from"),
                Call.timeIn(body, "until"),
                body.getString("reason"),
                user.actor().name());
        return Answer.ok(json(absence));
    }

    private Answer endAbsence(Call call) {
        User user = requirePart(call);
        Absence absence = absences.find(call.id())
                .filter(one -> supervises(user) || isSelf(user, one.workerId()))
                .orElseThrow(() -> new Problem(404, "There is no absence " + call.id() + " that you may end."));
        absences.end(absence.id(), user.actor().name());
        return Answer.done();
    }

    private Answer listSwaps(Call call) {
        User user = requirePart(call);
        JsonArray array = new JsonArray();
        swaps.current().stream()
                .filter(swap -> supervises(user) || concerns(user, swap))
                .forEach(swap -> array.add(json(swap)));
        return Answer.ok(new JsonObject().put("swaps", array));
    }

    /** Two workers have to agree, or a supervisor for both. */
    private Answer putSwap(Call call) {
        User user = requirePart(call);
        JsonObject body = call.body();
        long giver = workerIn(body.getString("giver"), user);
        long taker = workerIn(body.getString("taker"), user);
        if (!supervises(user) && !isSelf(user, giver) && !isSelf(user, taker)) {
            throw new Problem(403, "You can give your own shift or take another's; for others a supervisor does.");
        }
        Instant from = Call.requiredTimeIn(body, "from");
        Instant until = Call.requiredTimeIn(body, "until");
        String by = user.actor().name();
        return Answer.ok(json(swaps.put(giver, taker, from, until, by, supervises(user) ? by : null)));
    }

    private Answer agree(Call call) {
        User user = requirePart(call);
        Swap swap = swapOf(call, user);
        boolean own = swap.by().equals(user.actor().name());
        if (!supervises(user) && own) {
            throw new Problem(409, "You wrote this swap; the other worker, or a supervisor, agrees to it.");
        }
        return Answer.ok(json(swaps.agree(swap.id(), user.actor().name())));
    }

    private Answer withdraw(Call call) {
        User user = requirePart(call);
        Swap swap = swapOf(call, user);
        if (!supervises(user) && swap.agreedBy() != null) {
            throw new Problem(409, "Both have agreed; a supervisor can withdraw it, or make a swap the other way.");
        }
        swaps.withdraw(swap.id(), user.actor().name());
        return Answer.done();
    }

    private Swap swapOf(Call call, User user) {
        return swaps.find(call.id())
                .filter(one -> supervises(user) || concerns(user, one))
                .orElseThrow(() -> new Problem(404, "There is no swap " + call.id() + " of yours."));
    }

    private static User requirePart(Call call) {
        User user = call.user();
        if (user.workerId() == null && !supervises(user)) {
            throw new Problem(403, "Rosters are for workers, supervisors, operators and administrators.");
        }
        return user;
    }

    private static boolean supervises(User user) {
        return user.role().seesEveryAlert();
    }

    private static boolean isSelf(User user, long worker) {
        return user.workerId() != null && user.workerId() == worker;
    }

    private static boolean concerns(User user, Swap swap) {
        return isSelf(user, swap.giverId()) || isSelf(user, swap.takerId());
    }

    private long workerIn(@Nullable String code, User user) {
        if (code == null) {
            Long self = user.workerId();
            if (self == null) {
                throw new Problem(400, "Say which worker: you are none yourself.");
            }
            return self;
        }
        Supplier<Problem> unknown = () -> new Problem(404, "There is no worker with the code " + code + ".");
        return jdbi.withHandle(handle -> handle.createQuery("SELECT id FROM worker WHERE code = :code")
                        .bind("code", code)
                        .mapTo(Long.class)
                        .findOne())
                .orElseThrow(unknown);
    }

    private static JsonObject json(Absence absence) {
        return new JsonObject()
                .put("id", absence.id())
                .put("worker", absence.worker())
                .put("name", absence.name())
                .put("from", absence.from().toString())
                .put("until", text(absence.until()))
                .put("reason", absence.reason())
                .put("by", absence.by());
    }

    private static JsonObject json(Swap swap) {
        return new JsonObject()
                .put("id", swap.id())
                .put("giver", swap.giver())
                .put("taker", swap.taker())
                .put("from", swap.from().toString())
                .put("until", swap.until().toString())
                .put("by", swap.by())
                .put("agreedBy", swap.agreedBy());
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }
}
