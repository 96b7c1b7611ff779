package io.kanhu.alerting.ladder;

import io.kanhu.alerting.ladder.Rung.Page;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Where ladders are read and written by people. A change is a new version: alerts that climb keep theirs. Blocks. */
public final class LadderDesk {
    private final Jdbi jdbi;
    private final Ladders ladders;
    private final Clock clock;

    public LadderDesk(Jdbi jdbi, Ladders ladders, Clock clock) {
        this.jdbi = jdbi;
        this.ladders = ladders;
        this.clock = clock;
    }

    /** Those that hold now. */
    public List<Ladder> current() {
        return jdbi.withHandle(ladders::current);
    }

    /** All versions there have been of this ladder, the newest first; none if there is no such ladder. */
    public List<Ladder> versions(long id) {
        return jdbi.withHandle(handle -> ladders.versions(handle, id));
    }

    /**
     * Lets this hold from now on, in place of the one for the same area, kind and severity if there is one.
     *
     * @param by who writes it
     * @throws LadderRefused if it makes no sense
     * @throws LadderChanged if the one that holds is not the one it is based on
     */
    public Ladder put(LadderDraft draft, String by) {
        draft.check();
        return jdbi.inTransaction(handle -> {
            // One at a time, so that nobody overwrites what they have not seen.
            handle.execute("LOCK TABLE ladder IN SHARE ROW EXCLUSIVE MODE");
            Long area = areaOf(handle, draft.area());
            int version = end(handle, area, draft);
            long id = insert(handle, area, draft, version + 1, by);
            for (int i = 0; i < draft.rungs().size(); i++) {
                insert(handle, id, i, draft.rungs().get(i));
            }
            return ladders.read(handle, id);
        });
    }

    /**
     * Ends an area's own ladder: the next larger area's holds again.
     *
     * @throws LadderRefused if there is no such ladder, or it holds everywhere
     */
    public void end(long id) {
        int ended = jdbi.withHandle(handle ->
                handle.createUpdate("""
                        UPDATE ladder SET superseded_at = :now WHERE id = :id AND area_id IS NOT NULL AND superseded_at IS NULL
                        """).bind("now", now()).bind("id", id).execute());
        if (ended == 0) {
            throw new LadderRefused(
                    "ladder " + id
                            + " is none that could end: it has been replaced, or it holds everywhere; put another in its place");
        }
    }

    private static @Nullable Long areaOf(Handle handle, @Nullable String code) {
        return code == null
                ? null
                : handle.createQuery("SELECT id FROM area WHERE code = :code")
                        .bind("code", code)
                        .mapTo(Long.class)
                        .findOne()
                        .orElseThrow(() -> new LadderRefused(
                                "there is no area \"" + code + "\"; use a code of areas.csv, or none for everywhere"));
    }

    /** Returns the newest version so far, 0 if there is none. */
    private int end(Handle handle, @Nullable Long area, LadderDraft draft) {
        Integer holds = handle.createQuery("""
                        UPDATE ladder SET superseded_at = :now
                         WHERE area_id IS NOT DISTINCT FROM :area AND kind = :kind AND severity = :severity
                           AND superseded_at IS NULL
                        RETURNING version
                        """)
                .bind("now", now())
                .bind("area", area)
                .bind("kind", draft.kind())
                .bind("severity", draft.severity())
                .mapTo(Integer.class)
                .findOne()
                .orElse(null);
        if (draft.basedOn() != null && !draft.basedOn().equals(holds)) {
            throw new LadderChanged("version " + (holds == null ? "none" : holds) + " holds, not " + draft.basedOn()
                    + "; look at it and write yours anew");
        }
        return handle.createQuery("""
                        SELECT coalesce(max(version), 0) FROM ladder
                         WHERE area_id IS NOT DISTINCT FROM :area AND kind = :kind AND severity = :severity
                        """)
                .bind("area", area)
                .bind("kind", draft.kind())
                .bind("severity", draft.severity())
                .mapTo(int.class)
                .one();
    }

    private long insert(Handle handle, @Nullable Long area, LadderDraft draft, int version, String by) {
        return handle.createQuery("""
                        INSERT INTO ladder (area_id, kind, severity, version, repeat_seconds, silent_seconds, created_at,
                                            created_by)
                        VALUES (:area, :kind, :severity, :version, :repeat, :silent, :now, :by) RETURNING id
                        """)
                .bind("area", area)
                .bind("kind", draft.kind())
                .bind("severity", draft.severity())
                .bind("version", version)
                .bind("repeat", draft.repeatEvery().toSeconds())
                .bind("silent", draft.silentAfter().toSeconds())
                .bind("now", now())
                .bind("by", by)
                .mapTo(long.class)
                .one();
    }

    private static void insert(Handle handle, long ladder, int at, Rung rung) {
        handle.createUpdate("""
                        INSERT INTO ladder_rung (ladder_id, rung, after_seconds, unless)
                        VALUES (:ladder, :rung, :after, :unless)
                        """)
                .bind("ladder", ladder)
                .bind("rung", at)
                .bind("after", rung.after().toSeconds())
                .bind("unless", rung.unless().code())
                .execute();
        int position = 0;
        for (Page page : rung.pages()) {
            handle.createUpdate("""
                            INSERT INTO ladder_page (ladder_id, rung, position, whom, channel)
                            VALUES (:ladder, :rung, :position, :whom, :channel)
                            """)
                    .bind("ladder", ladder)
                    .bind("rung", at)
                    .bind("position", position++)
                    .bind("whom", page.whom().code())
                    .bind("channel", page.by().code())
                    .execute();
        }
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
