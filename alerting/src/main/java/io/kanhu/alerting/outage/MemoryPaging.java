package io.kanhu.alerting.outage;

import io.kanhu.alerting.channel.DirectMessages;
import io.kanhu.alerting.channel.Message.Recipient;
import io.kanhu.alerting.escalation.Handover;
import io.kanhu.alerting.escalation.Unaided;
import io.kanhu.alerting.escalation.Unaided.Called;
import io.kanhu.alerting.escalation.UnaidedClimber;
import io.kanhu.alerting.ladder.Ladder;
import io.kanhu.alerting.ladder.Means;
import io.kanhu.alerting.outage.MemoryRoster.Worker;
import io.kanhu.alerting.outage.WearerPages.Wearer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Calls people about held calls: whom, by the remembered ladders, and by what. Never blocks. */
final class MemoryPaging {
    private final MemoryRoster roster;
    private final UnaidedClimber climber;
    private final DirectMessages messages;
    private final OutageFigures figures;

    /** @param means what people can be called by */
    MemoryPaging(MemoryRoster roster, Set<Means> means, DirectMessages messages, OutageFigures figures) {
        this.roster = roster;
        this.climber = new UnaidedClimber(means);
        this.messages = messages;
        this.figures = figures;
    }

    /** A step up the ladder. */
    record Step(HeldCall call, Unaided before, Unaided after) {
        List<Called> called() {
            return after.called().stream().skip(before.called().size()).toList();
        }
    }

    /** What is due for a call, worked out and not done; nothing if nothing is due, or no ladder is known. */
    Optional<Step> due(HeldCall call, Instant now) {
        Long grid = call.first().gridId();
        Unaided before = call.climb();
        Optional<Ladder> ladder = before == null
                ? roster.ladder(grid)
                : roster.ladder(before.ladder()).or(() -> roster.ladder(grid));
        if (ladder.isEmpty()) {
            return Optional.empty();
        }
        Unaided from = before == null ? Unaided.atTheFoot(ladder.get().id(), now) : before;
        if (!from.isDue(now)) {
            return Optional.empty();
        }
        Unaided after = climber.climb(
                call.key(),
                from,
                ladder.get(),
                roster.there(grid, now),
                call.seen().keySet(),
                now);
        return Optional.of(new Step(call, from, after));
    }

    /** Sends what a step says; pages are shown it by somebody else. */
    void take(Step step) {
        for (Called called : step.called()) {
            figures.told(called.by());
            if (called.by() != Means.APP) {
                Optional<Wearer> wearer = step.call().wearer();
                Optional<Worker> worker = roster.worker(called.worker());
                messages.add(
                        called.key(),
                        called.by(),
                        worker.map(Worker::recipient)
                                .orElseGet(() -> new Recipient(called.worker(), null, null, null, null)),
                        worker.map(Worker::language).orElse("zh"),
                        wearer.map(Wearer::name).orElse(step.call().first().band()),
                        wearer.map(Wearer::address).orElse(null));
            }
        }
    }

    void sendWhatIsDue() {
        messages.sendWhatIsDue();
    }

    /** Somebody goes: whoever has not been sent it need not hear of it. */
    void withdraw(HeldCall call) {
        Unaided climb = call.climb();
        if (climb != null) {
            climb.called().stream()
                    .map(Called::key)
                    .filter(key -> messages.fate(key).map(fate -> !fate.sent()).orElse(false))
                    .forEach(messages::forget);
        }
    }

    /** From now on it is the outbox that sends what is not sent. */
    void forget(HeldCall call) {
        Unaided climb = call.climb();
        if (climb != null) {
            climb.called().forEach(called -> messages.forget(called.key()));
        }
    }

    /** What was done, for the transaction that stores it; nothing if nobody was called: the database may know of somebody. */
    Optional<Handover> handover(HeldCall call, Instant now) {
        Unaided climb = call.climb();
        return climb == null || climb.called().isEmpty()
                ? Optional.empty()
                : Optional.of(new Handover(
                        climb,
                        climb.called().stream()
                                .map(called -> sent(call, called, now))
                                .toList()));
    }

    private Handover.Sent sent(HeldCall call, Called called, Instant now) {
        if (called.by() == Means.APP) {
            Instant seen = call.seen().get(called.worker());
            return new Handover.Sent(seen == null ? "pending" : "received", seen, null, now);
        }
        return messages.fate(called.key())
                .map(fate -> new Handover.Sent(
                        fate.sent() ? "sent" : fate.refused() ? "failed" : "pending",
                        fate.sent() ? fate.at() : null,
                        fate.receipt(),
                        fate.due()))
                .orElseGet(() -> new Handover.Sent("pending", null, null, now));
    }
}
