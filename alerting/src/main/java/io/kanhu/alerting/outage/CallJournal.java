package io.kanhu.alerting.outage;

import io.kanhu.alerting.escalation.Unaided;
import io.kanhu.alerting.escalation.Unaided.Called;
import io.kanhu.alerting.escalation.Unaided.Line;
import io.kanhu.alerting.ladder.Means;
import io.kanhu.alerting.ladder.Whom;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of calls that are not stored, on the disk: presses, who was called, who answers. Whoever writes waits for the disk
 * for a second at most, and no call for help waits for a disk that is full or does not answer. Thread-safe.
 */
final class CallJournal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CallJournal.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Journal journal;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("call-journal").daemon().factory());
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong lines = new AtomicLong();
    private @Nullable Future<?> last;

    private CallJournal(Journal journal) {
        this.journal = journal;
        lines.set(journal.found().size());
    }

    static CallJournal open(Path file) throws IOException {
        return new CallJournal(Journal.open(file));
    }

    /** Appends that failed, or had not come to an end when nobody could wait any longer. */
    long failures() {
        return failures.get();
    }

    boolean isEmpty() {
        return lines.get() == 0;
    }

    /** Writes lines; returns when they are on the disk, or it is clear that they will not be soon. */
    void write(List<Map<String, String>> records) {
        if (!records.isEmpty()) {
            await(
                    () -> {
                        journal.append(records);
                        lines.addAndGet(records.size());
                    },
                    "keep calls for help");
        }
    }

    /** Nothing is held any more. */
    void clear() {
        await(
                () -> {
                    journal.clear();
                    lines.set(0);
                },
                "empty the journal of calls");
    }

    @Override
    public void close() throws IOException {
        writer.shutdownNow();
        journal.close();
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private synchronized void await(Work work, String what) {
        boolean stuck = last != null && !last.isDone();
        Future<?> done = writer.submit(() -> {
            try {
                work.run();
            } catch (IOException e) {
                failures.incrementAndGet();
                LOG.error(
                        "cannot {}; people are called all the same, but a restart would forget it why=\"{}\"",
                        what,
                        e.getMessage());
            }
        });
        last = done;
        if (stuck) {
            failures.incrementAndGet();
            return;
        }
        try {
            done.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            failures.incrementAndGet();
            LOG.error("the disk does not answer, cannot {}; people are called all the same", what);
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot " + what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static Map<String, String> press(UUID call, WaitingPress press) {
        Map<String, String> fields = entry("press", call);
        fields.putAll(press.toFields());
        return fields;
    }

    /** A step further up: those who are called by it, and last where it has come to. Without the last it was not taken. */
    static List<Map<String, String>> step(UUID call, Unaided before, Unaided now) {
        List<Map<String, String>> all = new ArrayList<>();
        now.called().stream().skip(before.called().size()).forEach(one -> {
            Map<String, String> fields = entry("called", call);
            fields.put("id", one.key().toString());
            fields.put("worker", Long.toString(one.worker()));
            fields.put("whom", one.whom().code());
            fields.put("by", one.by().code());
            fields.put("rung", Integer.toString(one.rung()));
            fields.put("round", Integer.toString(one.round()));
            fields.put("at", one.at().toString());
            all.add(fields);
        });
        now.lines().stream().skip(before.lines().size()).forEach(line -> {
            Map<String, String> fields = entry("line", call);
            fields.put("at", line.at().toString());
            fields.put("kind", line.kind());
            fields.put("detail", line.detail());
            all.add(fields);
        });
        Map<String, String> step = entry("step", call);
        step.put("ladder", Long.toString(now.ladder()));
        step.put("round", Integer.toString(now.round()));
        step.put("rung", Integer.toString(now.rung()));
        putTime(step, "since", now.since());
        putTime(step, "next", now.next());
        all.add(step);
        return all;
    }

    static Map<String, String> seen(UUID call, long worker, Instant at) {
        Map<String, String> fields = entry("seen", call);
        fields.put("worker", Long.toString(worker));
        fields.put("at", at.toString());
        return fields;
    }

    static Map<String, String> answer(UUID call, Answer answer) {
        Map<String, String> fields = entry("answer", call);
        fields.put("name", answer.name());
        if (answer.workerId() != null) {
            fields.put("worker", answer.workerId().toString());
        }
        fields.put("at", answer.at().toString());
        return fields;
    }

    static Map<String, String> done(UUID press) {
        return entry("done", press);
    }

    private static Map<String, String> entry(String type, UUID key) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("t", type);
        fields.put("key", key.toString());
        return fields;
    }

    private static void putTime(Map<String, String> fields, String name, @Nullable Instant at) {
        if (at != null) {
            fields.put(name, at.toString());
        }
    }

    /** The calls that were not stored when the server ended, oldest first. A line that cannot be read is logged and left out. */
    List<HeldCall> found(MemoryRoster roster) {
        Map<UUID, HeldCall> calls = new LinkedHashMap<>();
        Map<UUID, List<Map<String, String>>> steps = new HashMap<>();
        for (Map<String, String> fields : journal.found()) {
            try {
                take(fields, roster, calls, steps);
            } catch (RuntimeException e) {
                LOG.error("a line of the journal of calls cannot be read and is left out type={}", fields.get("t"), e);
            }
        }
        return calls.values().stream().filter(call -> !call.presses().isEmpty()).toList();
    }

    private static void take(
            Map<String, String> fields,
            MemoryRoster roster,
            Map<UUID, HeldCall> calls,
            Map<UUID, List<Map<String, String>>> steps) {
        UUID key = UUID.fromString(fields.getOrDefault("key", ""));
        String type = fields.getOrDefault("t", "");
        HeldCall call = calls.get(key);
        switch (type) {
            case "press" ->
                WaitingPress.of(fields)
                        .ifPresent(press -> calls.computeIfAbsent(
                                        key, first -> new HeldCall(press, roster.wearer(press.wearerId())))
                                .presses()
                                .put(press.key(), press));
            case "done" -> calls.values().forEach(one -> one.presses().remove(key));
            case "called", "line" ->
                steps.computeIfAbsent(key, first -> new ArrayList<>()).add(fields);
            case "step" -> {
                List<Map<String, String>> taken = steps.remove(key);
                if (call != null) {
                    call.climb(climb(call.climb(), taken == null ? List.of() : taken, fields));
                }
            }
            case "seen" -> {
                if (call != null) {
                    call.seen().put(number(fields, "worker"), Instant.parse(fields.getOrDefault("at", "")));
                }
            }
            case "answer" -> {
                if (call != null) {
                    Long worker = fields.containsKey("worker") ? number(fields, "worker") : null;
                    call.answer(new Answer(
                            fields.getOrDefault("name", ""), worker, Instant.parse(fields.getOrDefault("at", ""))));
                }
            }
            default -> LOG.warn("a line of the journal of calls is of a kind that is not known type={}", type);
        }
    }

    private static Unaided climb(@Nullable Unaided before, List<Map<String, String>> taken, Map<String, String> step) {
        List<Called> called = new ArrayList<>();
        List<Line> notes = new ArrayList<>();
        for (Map<String, String> fields : taken) {
            Instant at = Instant.parse(fields.getOrDefault("at", ""));
            if ("line".equals(fields.get("t"))) {
                notes.add(new Line(at, fields.getOrDefault("kind", ""), fields.getOrDefault("detail", "{}")));
            } else {
                called.add(new Called(
                        UUID.fromString(fields.getOrDefault("id", "")),
                        number(fields, "worker"),
                        Whom.of(fields.getOrDefault("whom", "")),
                        Means.of(fields.getOrDefault("by", "")),
                        (int) number(fields, "rung"),
                        (int) number(fields, "round"),
                        at));
            }
        }
        Unaided from = before == null ? Unaided.atTheFoot(number(step, "ladder"), Instant.EPOCH) : before;
        return from.with(
                (int) number(step, "round"),
                (int) number(step, "rung"),
                time(step.get("since")),
                time(step.get("next")),
                called,
                notes);
    }

    private static long number(Map<String, String> fields, String name) {
        return Long.parseLong(fields.getOrDefault(name, ""));
    }

    private static @Nullable Instant time(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }
}
