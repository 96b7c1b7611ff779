package io.kanhu.alerting.escalation;

import io.kanhu.alerting.escalation.Unaided.Called;
import io.kanhu.alerting.escalation.Unaided.Line;
import io.kanhu.alerting.ladder.DutyPlan.OnCall;
import io.kanhu.alerting.ladder.Ladder;
import io.kanhu.alerting.ladder.Means;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Climbs ladders without the database, by the same steps, among the people somebody remembers. Family is not among them: a rung that
 * has nobody else is passed. Thread-safe; never blocks.
 */
public final class UnaidedClimber {
    private final Set<Means> means;

    /** @param means what people can be called by */
    public UnaidedClimber(Set<Means> means) {
        this.means = Set.copyOf(means);
    }

    /**
     * Takes what is due.
     *
     * @param call names the call for help: from it the keys of its messages are made, the same again after a crash
     * @param there who is on duty for it now
     * @param seen workers whose page has shown it
     */
    public Unaided climb(UUID call, Unaided from, Ladder ladder, List<OnCall> there, Set<Long> seen, Instant now) {
        List<Person> people = there.stream()
                .map(one -> new Person(
                        one.whom(),
                        one.worker(),
                        null,
                        null,
                        one.addresses(),
                        from.called(one.worker()),
                        seen.contains(one.worker()),
                        false))
                .toList();
        Position position = new Position(
                0,
                !from.called().isEmpty(),
                null,
                null,
                from.round(),
                from.ladder(),
                from.rung(),
                from.since(),
                from.next(),
                null,
                null,
                null,
                people);
        Climbed climbed = new Climb(position, ladder, now, means).inTime();
        List<Called> called = climbed.calls().stream()
                .map(one -> called(call, from.round(), one, now))
                .toList();
        List<Line> lines = climbed.notes().stream()
                .map(note -> new Line(now, note.kind(), note.detail()))
                .toList();
        return from.with(
                from.round() + (called.isEmpty() ? 0 : 1),
                climbed.rung(),
                climbed.since(),
                climbed.next(),
                called,
                lines);
    }

    private static Called called(UUID call, int round, Climbed.Call one, Instant now) {
        long worker = one.person().workerId() == null ? 0 : one.person().workerId();
        String name = call + " " + round + " " + worker + " " + one.by().code();
        return new Called(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
                worker,
                one.person().whom(),
                one.by(),
                one.rung(),
                round,
                now);
    }
}
