package io.kanhu.server.http;

import io.kanhu.alerting.channel.ChannelDesk;
import io.kanhu.alerting.channel.ChannelHealth;
import io.kanhu.alerting.ladder.LadderGaps;
import io.kanhu.alerting.outage.HeldCalls;
import io.kanhu.alerting.watch.NotReached;
import io.kanhu.server.selftest.SelfTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.JdbiException;

/** What needs somebody now, in one list: for a band over every screen of the office. It answers while the database is away, too. */
public final class AttentionApi implements Api.Subject {
    private final NotReached notReached;
    private final ChannelDesk channels;
    private final Supplier<Optional<LadderGaps.Report>> gaps;
    private final HeldCalls held;
    private final Supplier<Optional<SelfTest.Failing>> selfTest;
    private final Supplier<Optional<String>> databaseProblem;
    private final Clock clock;

    /**
     * Of these parts.
     *
     * @param gaps what was found when ladders were last looked through
     * @param selfTest how it fails; empty if it does not, or is off
     * @param databaseProblem why the database cannot be used; empty if it can. May take a second
     */
    public AttentionApi(
            NotReached notReached,
            ChannelDesk channels,
            Supplier<Optional<LadderGaps.Report>> gaps,
            HeldCalls held,
            Supplier<Optional<SelfTest.Failing>> selfTest,
            Supplier<Optional<String>> databaseProblem,
            Clock clock) {
        this.notReached = notReached;
        this.channels = channels;
        this.gaps = gaps;
        this.held = held;
        this.selfTest = selfTest;
        this.databaseProblem = databaseProblem;
        this.clock = clock;
    }

    @Override
    public void bind(Operations operations) {
        operations.add("listAttention", this::list);
    }

    private Answer list(Call call) {
        if (!call.user().role().seesEveryAlert()) {
            throw new Problem(403, "This is for supervisors, operators and administrators.");
        }
        AttentionWords words =
                new AttentionWords(call.query("lang").map("en"::equals).orElse(false));
        JsonArray items = new JsonArray();
        Map<String, Long> waiting = fromDatabase(items, words);
        addHeldCalls(items, words);
        channels.states().stream()
                .filter(state -> state.failingSince() != null)
                .forEach(state -> items.add(failing(state, waiting, words)));
        selfTest.get()
                .ifPresent(failing -> items.add(item("self_test", failing.since(), 1, words.selfTest(failing.why()))));
        gaps.get().ifPresent(report -> addGaps(items, report, words));
        return Answer.ok(new JsonObject().put("items", items));
    }

    /** What only the database knows; that it is away if it says nothing. */
    private Map<String, Long> fromDatabase(JsonArray items, AttentionWords words) {
        try {
            List<NotReached.Call> calls = notReached.calls();
            calls.forEach(one -> items.add(item("undelivered", one.since(), 1, words.undelivered(one.called()))
                    .put("alertId", one.alertId())));
            return notReached.waiting();
        } catch (JdbiException e) {
            // What is asked of it elsewhere says since when; a moment ago is near enough here.
            String why = databaseProblem.get().orElse("it did not answer a moment ago");
            items.add(item("database_away", clock.instant(), 1, words.databaseAway(why)));
            return Map.of();
        }
    }

    private void addHeldCalls(JsonArray items, AttentionWords words) {
        List<Instant> calls = held.heldSince();
        if (!calls.isEmpty()) {
            items.add(item("held_calls", calls.getFirst(), calls.size(), words.heldCalls()));
        }
    }

    private static JsonObject failing(ChannelHealth.State state, Map<String, Long> waiting, AttentionWords words) {
        String code = state.by().code();
        return item(
                "channel_failing",
                Objects.requireNonNull(state.failingSince()),
                waiting.getOrDefault(code, 0L),
                words.channelFailing(code, state.provider(), String.valueOf(state.lastError())));
    }

    /** Those that are there now; what comes within 24 hours can wait for somebody to look. */
    private static void addGaps(JsonArray items, LadderGaps.Report report, AttentionWords words) {
        List<LadderGaps.Gap> now = report.gaps().stream()
                .filter(gap -> !gap.from().isAfter(report.at()))
                .toList();
        now.stream()
                .max(Comparator.comparingLong(LadderGaps.Gap::wearers))
                .ifPresent(worst ->
                        items.add(item("ladder_gaps", report.at(), LadderGaps.wearers(now), words.ladderGaps(worst))));
    }

    private static JsonObject item(String kind, Instant since, long count, String detail) {
        return new JsonObject()
                .put("kind", kind)
                .put("since", since.toString())
                .put("count", count)
                .put("detail", detail);
    }
}
