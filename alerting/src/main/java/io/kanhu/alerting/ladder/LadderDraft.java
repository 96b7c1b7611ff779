package io.kanhu.alerting.ladder;

import io.kanhu.alerting.ladder.Rung.Page;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A ladder as somebody would like it.
 *
 * @param area the code of the area, {@code null} for everywhere
 * @param basedOn the version that the writer had before them, {@code null} if they say nothing of it
 */
public record LadderDraft(
        @Nullable String area,
        String kind,
        String severity,
        @Nullable Integer basedOn,
        List<Rung> rungs,
        Duration repeatEvery,
        Duration silentAfter) {
    private static final int MOST_RUNGS = 10;
    private static final Duration LONGEST = Duration.ofHours(24);

    public LadderDraft {
        rungs = List.copyOf(rungs);
    }

    /** @throws LadderRefused with what to change, if nobody would want to rely on it */
    void check() {
        if (!kind.matches("[a-z][a-z_]{0,31}")) {
            throw new LadderRefused("the kind \"" + kind + "\" is none; use a kind of alert such as sos, or any");
        }
        if (rungs.isEmpty() || rungs.size() > MOST_RUNGS) {
            throw new LadderRefused("a ladder has 1 to " + MOST_RUNGS + " rungs, not " + rungs.size());
        }
        within("repeatSeconds", repeatEvery, Duration.ofSeconds(10), Duration.ofHours(1));
        within("silentSeconds", silentAfter, Duration.ofMinutes(1), LONGEST);
        for (int i = 0; i < rungs.size(); i++) {
            checkTime(i);
            checkPages(i);
        }
    }

    private void checkTime(int at) {
        Rung rung = rungs.get(at);
        if (at == 0) {
            if (!rung.after().isZero()) {
                throw new LadderRefused("rung 0 is the dispatch; let its afterSeconds be 0");
            }
            if (rung.unless() == Unless.RECEIVED) {
                throw new LadderRefused(
                        "rung 0 is the dispatch, which nobody can have received; let its unless be answered");
            }
            return;
        }
        within("afterSeconds of rung " + at, rung.after(), Duration.ofSeconds(1), LONGEST);
        if (rung.after().compareTo(rungs.get(at - 1).after()) <= 0) {
            throw new LadderRefused("rung " + at + " is not later than rung " + (at - 1)
                    + "; put them in order of afterSeconds, or the pages of both into one");
        }
    }

    private void checkPages(int at) {
        List<Page> pages = rungs.get(at).pages();
        if (pages.isEmpty()) {
            throw new LadderRefused("rung " + at + " calls nobody; give it a page, or leave it out");
        }
        Set<Page> seen = new HashSet<>();
        for (Page page : pages) {
            if (!seen.add(page)) {
                throw new LadderRefused("rung " + at + " calls " + page.whom().code() + " by "
                        + page.by().code() + " twice; leave one out");
            }
            if (page.whom() == Whom.FAMILY && !page.by().isForFamily()) {
                throw new LadderRefused("rung " + at + " calls family by "
                        + page.by().code() + ", which they don't have; use sms, voice or email");
            }
        }
    }

    private static void within(String what, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new LadderRefused("%s must be between %d and %d, not %d"
                    .formatted(what, least.toSeconds(), most.toSeconds(), value.toSeconds()));
        }
    }
}
