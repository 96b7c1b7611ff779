package io.kanhu.alerting.outage;

import io.kanhu.alerting.channel.DirectMessages;
import io.kanhu.alerting.escalation.Handover;
import io.kanhu.alerting.ladder.Means;
import io.kanhu.alerting.outage.MemoryPaging.Step;
import io.kanhu.alerting.rounds.Rounds;
import io.kanhu.ingest.Delivery;
import io.kanhu.ingest.Inlet;
import io.kanhu.protocol.SosPress;
import io.kanhu.registry.Scope;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls for help that cannot be stored for the moment. They are written into a journal, people are called about them from memory up
 * the same ladder, and what was done is handed over to the database in the transaction that stores the press. Nothing here answers a
 * band: its press waits in its lane, and is acknowledged when it is committed. Thread-safe.
 */
public final class HeldCalls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HeldCalls.class);
    private static final Duration LOOK = Duration.ofMillis(250);

    private final MemoryRoster roster;
    private final MemoryPaging paging;
    private final CallJournal journal;
    private final Clock clock;
    private final Onlookers onlookers;
    private final WaitingRoom waiting;
    private final ConcurrentLinkedQueue<UUID> settled = new ConcurrentLinkedQueue<>();
    private final HeldBook book = new HeldBook();
    /** Receipts that are not in the journal yet. */
    private final List<Map<String, String>> unwritten = new ArrayList<>();
    /** What an earlier run could not store. */
    private final List<WaitingPress> left = new ArrayList<>();

    private final Rounds rounds = new Rounds(
            Thread.ofPlatform().name("held-calls").daemon(), LOOK, this::look, "call people without the database", LOG);

    /**
     * Reads what an earlier run has left in its journal; {@link #replay} brings it to the database.
     *
     * @param file the journal
     * @param means what people can be called by
     * @param patience how long a press may wait to be stored before people are called without
     * @throws IOException if the journal cannot be opened
     */
    public HeldCalls(
            Path file,
            MemoryRoster roster,
            Set<Means> means,
            DirectMessages messages,
            Duration patience,
            Clock clock,
            MeterRegistry metrics)
            throws IOException {
        this.roster = roster;
        this.clock = clock;
        this.waiting = new WaitingRoom(patience);
        this.journal = CallJournal.open(file);
        this.onlookers = new Onlookers(roster, clock);
        this.paging = new MemoryPaging(
                roster, means, messages, new OutageFigures(metrics, this::size, journal::failures, roster));
        for (HeldCall call : journal.found(roster)) {
            left.addAll(call.presses().values());
            if (call.presses().containsKey(call.key())) {
                // It is about to be stored: nobody else is called before that has had its time.
                call.claim(clock.instant(), null);
                book.add(call);
            }
        }
    }

    public void start() {
        rounds.start();
    }

    /** Offers what an earlier run could not store. To be called once, when the inlet takes messages. */
    public void replay(Inlet inlet) {
        if (!left.isEmpty()) {
            LOG.warn("calls for help are stored that an earlier run could not store presses={}", left.size());
        }
        left.forEach(press -> inlet.offer(new JournalDelivery(press)));
        left.clear();
    }

    @Override
    public void close() throws IOException {
        rounds.close();
        journal.close();
    }

    /** Who watches held calls. */
    public Onlookers onlookers() {
        return onlookers;
    }

    /** Whether there are any. */
    public boolean isHolding() {
        return size() > 0;
    }

    private synchronized int size() {
        return book.size();
    }

    /** Since when each that is held waits, oldest first. */
    public List<Instant> heldSince() {
        return calls().stream().map(call -> call.first().receivedAt()).toList();
    }

    /** Those that are held, oldest first. */
    synchronized List<HeldCall> calls() {
        return book.copy();
    }

    /** A full press came in. Never blocks. */
    public void arrived(Delivery delivery, @Nullable Long wearerId, @Nullable Long gridId, SosPress press) {
        if (!roster.isSynthetic(wearerId)) {
            waiting.enter(
                    new WaitingPress(
                            WaitingPress.keyOf(delivery.band(), press),
                            delivery.band(),
                            wearerId,
                            gridId,
                            press,
                            delivery.topic(),
                            Base64.getEncoder().encodeToString(delivery.payload()),
                            delivery.receivedAt()),
                    clock.instant());
        }
    }

    /** It waits no longer. Never blocks. */
    public void settled(Delivery delivery, SosPress press) {
        UUID key = WaitingPress.keyOf(delivery.band(), press);
        if (waiting.leave(key, clock.instant())) {
            settled.add(key);
        }
    }

    /**
     * What was done without the database.
     *
     * @param handover nothing if nobody was called
     */
    public record Done(Optional<Handover> handover, Optional<Answer> answer) {}

    /**
     * What was done about a press so far, for the transaction that stores it: until that has ended nobody else is called.
     *
     * @param alertId the alert it counts for
     * @return nothing if nothing was done because of it
     */
    public synchronized Optional<Done> claim(String band, SosPress press, long alertId) {
        Instant now = clock.instant();
        UUID key = WaitingPress.keyOf(band, press);
        waiting.claim(key, now);
        HeldCall call = book.get(key);
        if (call == null) {
            return Optional.empty();
        }
        call.claim(now, alertId);
        Done done = new Done(paging.handover(call, now), Optional.ofNullable(call.answer()));
        return done.handover().isEmpty() && done.answer().isEmpty() ? Optional.empty() : Optional.of(done);
    }

    /**
     * "I'll go." Saying so again changes nothing. Blocks for the disk, a second at most.
     *
     * @param office the part of the city whose every call they see, {@code null} for none
     */
    public Reply acknowledge(UUID key, String name, @Nullable Long workerId, @Nullable Scope office) {
        Answer answer = new Answer(name, workerId, clock.instant());
        HeldCall call;
        synchronized (this) {
            Reply refused = refusal(key, answer, office);
            if (refused != null) {
                return refused;
            }
            call = Objects.requireNonNull(book.get(key));
            Answer before = call.answer();
            if (before == null) {
                call.answer(answer);
                paging.withdraw(call);
            } else {
                answer = before;
            }
        }
        journal.write(List.of(CallJournal.answer(key, answer)));
        onlookers.show(call, false);
        return new Reply.Kept(onlookers.view(call, workerId, office).orElseThrow());
    }

    private @Nullable Reply refusal(UUID key, Answer answer, @Nullable Scope office) {
        HeldCall call = book.get(key);
        if (call == null) {
            Long alert = book.alertOf(key);
            return alert == null ? new Reply.Unknown() : new Reply.Stored(alert);
        }
        if (onlookers.view(call, answer.workerId(), office).isEmpty()) {
            return new Reply.Unknown();
        }
        Answer before = call.answer();
        if (before != null) {
            return before.isBy(answer.name(), answer.workerId()) ? null : new Reply.Taken(before.name());
        }
        return call.isClaimed(clock.instant()) ? new Reply.Passing() : null;
    }

    /** A worker's page has shown and sounded it. Never blocks. */
    public synchronized void receipt(UUID key, long workerId) {
        HeldCall call = book.get(key);
        Instant now = clock.instant();
        if (call != null && call.seen().putIfAbsent(workerId, now) == null) {
            unwritten.add(CallJournal.seen(key, workerId, now));
        }
    }

    /** One round, on the caller's thread. */
    void look() {
        Instant now = clock.instant();
        List<Map<String, String>> records = new ArrayList<>();
        Set<HeldCall> changed = new LinkedHashSet<>();
        List<HeldCall> over = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        synchronized (this) {
            records.addAll(unwritten);
            unwritten.clear();
            settle(records, over);
            for (WaitingPress press : waiting.overdue(now)) {
                if (!book.knows(press.key())) {
                    records.add(hold(press, changed));
                }
            }
            for (HeldCall call : book.all()) {
                if (call.answer() == null && !call.isClaimed(now)) {
                    paging.due(call, now).ifPresent(steps::add);
                }
            }
            for (Step step : steps) {
                step.call().climb(step.after());
                changed.add(step.call());
                records.addAll(CallJournal.step(step.call().key(), step.before(), step.after()));
            }
        }
        // On the disk first, so that a server that is killed in between calls nobody twice under another name.
        journal.write(records);
        steps.forEach(paging::take);
        paging.sendWhatIsDue();
        changed.forEach(call -> onlookers.show(call, false));
        over.forEach(call -> onlookers.show(call, true));
        if (!isHolding() && !journal.isEmpty()) {
            journal.clear();
        }
    }

    private Map<String, String> hold(WaitingPress press, Set<HeldCall> changed) {
        HeldCall call = book.ofCaller(press.caller());
        if (call == null) {
            call = new HeldCall(press, roster.wearer(press.wearerId()));
            book.add(call);
            LOG.warn(
                    "a call for help cannot be stored, people are called without the database band={} call={}",
                    press.band(),
                    press.key());
        } else {
            book.add(call, press);
        }
        changed.add(call);
        return CallJournal.press(call.key(), press);
    }

    private void settle(List<Map<String, String>> records, List<HeldCall> over) {
        for (UUID press = settled.poll(); press != null; press = settled.poll()) {
            if (book.knows(press)) {
                records.add(CallJournal.done(press));
                book.settle(press).ifPresent(call -> {
                    paging.forget(call);
                    over.add(call);
                    report(call);
                });
            }
        }
    }

    private static void report(HeldCall call) {
        String band = call.first().band();
        if (call.alertId() == null) {
            LOG.error("people were called about a press that is not stored band={}", band);
        } else {
            LOG.info("a call that was held is stored alert={} band={}", call.alertId(), band);
        }
    }
}
