package io.kanhu.alerting.outage;

import io.kanhu.alerting.escalation.Unaided;
import io.kanhu.alerting.ladder.DutyPlan.OnCall;
import io.kanhu.alerting.outage.WearerPages.Wearer;
import io.kanhu.registry.Scope;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whose pages show held calls, and what each of them sees: the same people as see the alert afterwards. Thread-safe. */
public final class Onlookers {
    private static final Logger LOG = LoggerFactory.getLogger(Onlookers.class);

    private final MemoryRoster roster;
    private final Clock clock;
    private final CopyOnWriteArrayList<Onlooker> all = new CopyOnWriteArrayList<>();

    Onlookers(MemoryRoster roster, Clock clock) {
        this.roster = roster;
        this.clock = clock;
    }

    private record Onlooker(
            @Nullable Long workerId, @Nullable Scope office, Consumer<HeldView> listener) {}

    /**
     * Is told of held calls from now on.
     *
     * @param workerId the worker they are, or {@code null}
     * @param office the part of the city whose every call they see, {@code null} for none
     * @param listener must not block; may be told of one call twice
     * @return to be run when they look no longer
     */
    public Runnable add(HeldCalls calls, @Nullable Long workerId, @Nullable Scope office, Consumer<HeldView> listener) {
        Onlooker onlooker = new Onlooker(workerId, office, listener);
        all.add(onlooker);
        calls.calls().forEach(call -> tell(onlooker, call, watching(call), false));
        return () -> all.remove(onlooker);
    }

    /** Shows a call as it is now. */
    void show(HeldCall call, boolean over) {
        if (!all.isEmpty()) {
            Set<Long> watching = watching(call);
            all.forEach(onlooker -> tell(onlooker, call, watching, over));
        }
    }

    private void tell(Onlooker onlooker, HeldCall call, Set<Long> watching, boolean over) {
        try {
            view(call, watching, onlooker.workerId(), onlooker.office(), over).ifPresent(onlooker.listener());
        } catch (RuntimeException e) {
            LOG.error("a page cannot be shown a held call; please report this call={}", call.key(), e);
        }
    }

    /** The call as somebody sees it now; nothing if it is none of theirs. */
    Optional<HeldView> view(HeldCall call, @Nullable Long workerId, @Nullable Scope office) {
        return view(call, watching(call), workerId, office, false);
    }

    private Optional<HeldView> view(
            HeldCall call, Set<Long> watching, @Nullable Long workerId, @Nullable Scope office, boolean over) {
        WaitingPress press = call.first();
        Unaided climb = call.climb();
        boolean anybody = climb != null && !climb.called().isEmpty();
        boolean called = workerId != null && climb != null && climb.called(workerId);
        boolean everywhere = office != null && office.reaches(roster.areasAround(press.gridId()));
        if (!everywhere && !called && (workerId == null || !watching.contains(workerId))) {
            return Optional.empty();
        }
        Answer answer = call.answer();
        boolean mine =
                answer != null && answer.workerId() != null && answer.workerId().equals(workerId);
        Optional<Wearer> wearer = call.wearer();
        return Optional.of(new HeldView(
                call.key(),
                press.band(),
                press.wearerId(),
                wearer.map(Wearer::name).orElse(null),
                wearer.map(Wearer::address).orElse(null),
                called ? wearer.map(Wearer::phone).orElse(null) : null,
                roster.gridName(press.gridId()),
                press.press().fix(),
                press.press().pressedAt(),
                press.receivedAt(),
                Math.max(1, call.presses().size()),
                answer == null ? null : answer.name(),
                mine,
                answer == null && !over && (called || (everywhere && !anybody)),
                over,
                over ? call.alertId() : null));
    }

    /** Workers with a shift in the caller's grid just now. */
    private Set<Long> watching(HeldCall call) {
        Long grid = call.first().gridId();
        return grid == null
                ? Set.of()
                : roster.there(grid, clock.instant()).stream()
                        .filter(one -> one.whom().isInTheGrid())
                        .map(OnCall::worker)
                        .collect(Collectors.toSet());
    }
}
