package io.kanhu.server.http;

import io.kanhu.alerting.board.Board;
import io.kanhu.alerting.channel.ChannelDesk;
import io.kanhu.alerting.channel.ChannelHealth;
import io.kanhu.alerting.ladder.LadderGaps;
import io.kanhu.alerting.outage.HeldCalls;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * What a console has to be loud about at this moment: a call that reached nobody, a way to people that fails, a ladder with nobody
 * on it. It answers while the database is away, too. Blocks for a second or two at worst.
 */
public final class Troubles {
    /** A failure of the self-test that is not over after this is no accident. */
    private static final Duration SELF_TEST_LATE = Duration.ofMinutes(3);

    private static final int MOST_GAPS = 20;
    /** Of wearers who live in no grid. */
    private static final String NO_GRID = "-";

    private final Clock clock;
    private final Supplier<List<String>> problems;
    private final HeldCalls held;
    private final Board board;
    private final ChannelDesk channels;
    private final Supplier<LadderGaps.Report> gaps;
    private final Supplier<Optional<Duration>> selfTestAge;

    /**
     * Of these sources.
     *
     * @param problems why this server cannot do its work
     * @param gaps what was found last; must not block
     * @param selfTestAge since the last call of the self-test that went all the way; nothing where there is none. Must not block
     */
    public Troubles(
            Clock clock,
            Supplier<List<String>> problems,
            HeldCalls held,
            Board board,
            ChannelDesk channels,
            Supplier<LadderGaps.Report> gaps,
            Supplier<Optional<Duration>> selfTestAge) {
        this.clock = clock;
        this.problems = problems;
        this.held = held;
        this.board = board;
        this.channels = channels;
        this.gaps = gaps;
        this.selfTestAge = selfTestAge;
    }

    /**
     * One of them.
     *
     * @param kind {@code database}, {@code server}, {@code undelivered}, {@code self_test}, {@code channel}, {@code ladder_gap} or
     *     {@code no_channel}
     * @param urgent whether somebody has to act now
     * @param about what it is about, in the words of the interface
     * @param alertId if it is about one case
     * @param grid code, if it is about one grid
     */
    record Trouble(
            String kind,
            boolean urgent,
            @Nullable Instant since,
            String about,
            @Nullable Long alertId,
            @Nullable String grid) {
        Trouble(String kind, boolean urgent, @Nullable Instant since, String about) {
            this(kind, urgent, since, about, null, null);
        }

        JsonObject toJson() {
            return new JsonObject()
                    .put("kind", kind)
                    .put("urgent", urgent)
                    .put("since", since == null ? null : since.toString())
                    .put("about", about)
                    .put("alertId", alertId);
        }
    }

    /** The gravest first. */
    List<Trouble> now() {
        List<Trouble> found = new ArrayList<>();
        if (held.isHolding()) {
            found.add(new Trouble("database", true, null, ""));
        } else {
            unheard(found);
        }
        if (found.stream().noneMatch(one -> one.kind().equals("database"))) {
            problems.get().forEach(why -> found.add(new Trouble("server", true, null, why)));
        }
        selfTestAge
                .get()
                .filter(age -> age.compareTo(SELF_TEST_LATE) > 0)
                .ifPresent(age ->
                        found.add(new Trouble("self_test", true, clock.instant().minus(age), "")));
        for (ChannelHealth.State state : channels.states()) {
            if (state.failingSince() != null) {
                String why = state.lastError() == null ? "" : state.lastError();
                found.add(new Trouble(
                        "channel", true, state.failingSince(), state.by().code() + " " + why));
            }
        }
        gaps(found);
        return found;
    }

    private static Trouble of(LadderGaps.Gap gap) {
        String grid = gap.grid() == null ? NO_GRID : gap.grid();
        String about =
                String.join(" ", grid, Integer.toString(gap.rung() + 1), gap.why(), Long.toString(gap.wearers()));
        return new Trouble("ladder_gap", true, gap.from(), about, null, grid);
    }

    private void unheard(List<Trouble> found) {
        try {
            board.unheard()
                    .forEach(one -> found.add(new Trouble(
                            "undelivered",
                            true,
                            one.receivedAt(),
                            one.anybodyCalled() ? one.kind() + " called" : one.kind(),
                            one.alertId(),
                            null)));
        } catch (JdbiException e) {
            found.add(new Trouble("database", true, null, ""));
        }
    }

    /** A rung whose channel nobody has set up is the same everywhere, and is said once; it is no surprise to whoever runs this. */
    private void gaps(List<Trouble> found) {
        List<LadderGaps.Gap> now = gaps.get().gaps().stream()
                .filter(gap -> !gap.from().isAfter(clock.instant()))
                .toList();
        now.stream()
                .filter(gap -> !gap.why().equals("channel"))
                .limit(MOST_GAPS)
                .forEach(gap -> found.add(of(gap)));
        now.stream()
                .filter(gap -> gap.why().equals("channel"))
                .map(LadderGaps.Gap::rung)
                .distinct()
                .sorted()
                .forEach(rung -> found.add(new Trouble("no_channel", false, null, Integer.toString(rung + 1))));
    }
}
