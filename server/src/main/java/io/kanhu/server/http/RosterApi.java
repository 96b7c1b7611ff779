package io.kanhu.server.http;

import io.kanhu.registry.Scopes;
import io.kanhu.registry.roster.Absence;
import io.kanhu.registry.roster.Absences;
import io.kanhu.registry.roster.Swap;
import io.kanhu.registry.roster.Swaps;
import io.kanhu.server.session.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Who is off and who stands in for whom: workers say so for themselves, supervisors for everybody. */
public final class RosterApi implements Api.Subject {
    private final Jdbi jdbi;
    private final Absences absences;
    private final Swaps swaps;
    private final Scopes scopes;

    public RosterApi(Jdbi jdbi, Absences absences, Swaps swaps) {
        this.jdbi = jdbi;
        this.scopes = new Scopes(jdbi);
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
        List<Absence> current = absences.current();
        Set<Long> theirs = supervised(user, current.stream().map(Absence::workerId));
        current.stream()
                .filter(absence -> theirs.contains(absence.workerId()) || isSelf(user, absence.workerId()))
                .forEach(absence -> array.add(json(absence)));
        return Answer.ok(new JsonObject().put("absences", array));
    }

    private Answer putAbsence(Call call) {
        User user = requirePart(call);
        JsonObject body = call.body();
        long worker = workerIn(body.getString("worker"), user);
        if (!supervises(user, worker) && !isSelf(user, worker)) {
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
                .filter(one -> supervises(user, one.workerId()) || isSelf(user, one.workerId()))
                .orElseThrow(() -> new Problem(404, "There is no absence " + call.id() + " that you may end."));
        absences.end(absence.id(), user.actor().name());
        return Answer.done();
    }

    private Answer listSwaps(Call call) {
        User user = requirePart(call);
        JsonArray array = new JsonArray();
        List<Swap> current = swaps.current();
        Set<Long> theirs =
                supervised(user, current.stream().flatMap(swap -> Stream.of(swap.giverId(), swap.takerId())));
        current.stream()
                .filter(swap ->
                        theirs.contains(swap.giverId()) || theirs.contains(swap.takerId()) || concerns(user, swap))
                .forEach(swap -> array.add(json(swap)));
        return Answer.ok(new JsonObject().put("swaps", array));
    }

    /** Two workers have to agree, or a supervisor for both. */
    private Answer putSwap(Call call) {
        User user = requirePart(call);
        JsonObject body = call.body();
        long giver = workerIn(body.getString("giver"), user);
        long taker = workerIn(body.getString("taker"), user);
        boolean supervises = supervises(user, giver) && supervises(user, taker);
        if (!supervises && !isSelf(user, giver) && !isSelf(user, taker)) {
            throw new Problem(403, "You can give your own shift or take another's; for others a supervisor does.");
        }
        Instant from = Call.requiredTimeIn(body, "from");
        Instant until = Call.requiredTimeIn(body, "until");
        String by = user.actor().name();
        return Answer.ok(json(swaps.put(giver, taker, from, until, by, supervises ? by : null)));
    }

    private Answer agree(Call call) {
        User user = requirePart(call);
        Swap swap = swapOf(call, user);
        boolean own = swap.by().equals(user.actor().name());
        if (!supervises(user, swap) && own) {
            throw new Problem(409, "You wrote this swap; the other worker, or a supervisor, agrees to it.");
        }
        return Answer.ok(json(swaps.agree(swap.id(), user.actor().name())));
    }

    private Answer withdraw(Call call) {
        User user = requirePart(call);
        Swap swap = swapOf(call, user);
        if (!supervises(user, swap) && swap.agreedBy() != null) {
            throw new Problem(409, "Both have agreed; a supervisor can withdraw it, or make a swap the other way.");
        }
        swaps.withdraw(swap.id(), user.actor().name());
        return Answer.done();
    }

    private Swap swapOf(Call call, User user) {
        return swaps.find(call.id())
                .filter(one -> supervises(user, one) || concerns(user, one))
                .orElseThrow(() -> new Problem(404, "There is no swap " + call.id() + " of yours."));
    }

    private static User requirePart(Call call) {
        User user = call.user();
        if (user.workerId() == null && !user.role().seesEveryAlert()) {
            throw new Problem(403, "Rosters are for workers, supervisors, operators and administrators.");
        }
        return user;
    }

    private boolean supervises(User user, long worker) {
        return user.role().seesEveryAlert() && scopes.hasWorker(user.scope(), worker);
    }

    private boolean supervises(User user, Swap swap) {
        return supervises(user, swap.giverId()) && supervises(user, swap.takerId());
    }

    private Set<Long> supervised(User user, Stream<Long> workers) {
        return user.role().seesEveryAlert()
                ? scopes.workers(user.scope(), workers.collect(Collectors.toSet()))
                : Set.of();
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
