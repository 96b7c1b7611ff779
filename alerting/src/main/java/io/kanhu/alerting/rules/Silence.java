package io.kanhu.alerting.rules;

import io.kanhu.alerting.episode.Episodes;
import io.kanhu.alerting.episode.Finding;
import io.kanhu.alerting.episode.Kind;
import io.kanhu.alerting.episode.Severity;
import io.kanhu.alerting.episode.Subject;
import io.kanhu.alerting.rounds.Rounds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for bands that have fallen silent, a part of them each minute: what does not come can be noticed by the clock only. A band that
 * has said nothing for a week is known to be away and raises nothing new.
 *
 * <p>Where many are silent at once it is Kanhu or the network that is away, and nobody is sent to anybody.
 */
public final class Silence implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Silence.class);
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final Duration KNOWN = Duration.ofDays(7);

    /** After a start bands get this long to deliver what they have kept. */
    static final Duration PATIENCE = Duration.ofMinutes(30);

    private static final int MOST = 20_000;
    private static final int FEW = 3;
    private static final double SHARE = 0.2;

    private final Jdbi jdbi;
    private final Clock clock;
    private final LimitsBook book;
    private final Episodes episodes;
    private final Runnable wake;
    private final Rounds rounds;
    private final Instant begun;
    private String after = "";

    /** @param wake called after what was raised is committed; must not block */
    public Silence(Jdbi jdbi, Clock clock, LimitsBook book, Episodes episodes, Runnable wake) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.book = book;
        this.episodes = episodes;
        this.wake = wake;
        this.begun = clock.instant();
        this.rounds = new Rounds(
                Thread.ofVirtual().name("silence"), PERIOD, this::look, "look for bands that have fallen silent", LOG);
    }

    public void start() {
        rounds.start();
    }

    @Override
    public void close() {
        rounds.close();
    }

    /** One part of the bands. */
    void look() {
        Instant now = clock.instant();
        if (now.isBefore(begun.plus(PATIENCE))) {
            return;
        }
        long raised = jdbi.inTransaction(handle -> {
            List<Subject> worn = wornAfter(handle, after, now);
            after = worn.size() < MOST ? "" : worn.getLast().band();
            List<Subject> silent = worn.isEmpty() ? List.of() : silentOf(handle, worn, now);
            if (silent.size() > Math.max(FEW, SHARE * worn.size())) {
                LOG.warn(
                        "too many bands are silent for it to be their wearers silent={} of={}",
                        silent.size(),
                        worn.size());
                return 0L;
            }
            return silent.stream()
                    .filter(subject -> episodes.raise(handle, subject, finding(subject, now), now))
                    .count();
        });
        if (raised > 0) {
            wake.run();
        }
    }

    private Finding finding(Subject subject, Instant now) {
        return new Finding(Kind.SILENT, Severity.ATTENTION, now, "{\"hours\":" + hoursOf(subject) + "}");
    }

    private int hoursOf(Subject subject) {
        return book.of(subject.wearerId(), subject.gridId()).silentHours();
    }

    private static List<Subject> wornAfter(Handle handle, String after, Instant now) {
        return handle.createQuery("""
                        SELECT b.id, a.wearer_id, w.grid_id
                          FROM band b
                          JOIN band_assignment a ON a.band = b.id AND a.ends_at IS NULL
                          JOIN wearer w ON w.id = a.wearer_id
                         WHERE b.id > :after AND NOT b.disabled
                           AND NOT EXISTS (SELECT FROM wearer_suspension s
                                            WHERE s.wearer_id = a.wearer_id AND s.starts_at <= :now
                                              AND (s.ends_at IS NULL OR s.ends_at > :now))
                         ORDER BY b.id LIMIT :most
                        """)
                .bind("after", after)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("most", MOST)
                .map((row, context) -> new Subject(
                        row.getString("id"), row.getLong("wearer_id"), row.getObject("grid_id", Long.class)))
                .list();
    }

    /**
     * The table of states names nearly all who are not silent, and may be a little behind; the measurements have the last word. They are
     * asked band by band (OFFSET), about those few only: PostgreSQL, which does not know that they are few, would read the whole city's
     * days.
     */
    private List<Subject> silentOf(Handle handle, List<Subject> worn, Instant now) {
        List<Subject> silent = new ArrayList<>();
        handle.createQuery("""
                        WITH quiet AS MATERIALIZED (
                          SELECT s.band, s.n, :now - s.hours * INTERVAL '1 hour' AS since
                            FROM unnest(:bands::text[], :wearers::int8[], :hours::int4[])
                                 WITH ORDINALITY AS s (band, wearer, hours, n)
                           WHERE NOT EXISTS (SELECT FROM wearer_state w WHERE w.wearer_id = s.wearer AND w.band = s.band
                                                AND w.heard_at > :now - s.hours * INTERVAL '1 hour')
                        )
                        SELECT q.n FROM quiet q
                         WHERE NOT EXISTS (SELECT FROM vital_sign v WHERE v.band = q.band AND v.measured_at > q.since OFFSET 0)
                           AND NOT EXISTS (SELECT FROM location_fix l WHERE l.band = q.band AND l.measured_at > q.since OFFSET 0)
                           AND NOT EXISTS (SELECT FROM band_status o WHERE o.band = q.band AND o.measured_at > q.since
                                              AND o.online IS DISTINCT FROM FALSE OFFSET 0)
                           AND EXISTS (SELECT FROM vital_sign v WHERE v.band = q.band AND v.measured_at > :known OFFSET 0)
                         ORDER BY q.n
                        """)
                .bindArray(
                        "bands", String.class, worn.stream().map(Subject::band).toList())
                .bindArray(
                        "wearers",
                        Long.class,
                        worn.stream().map(Subject::wearerId).toList())
                .bindArray(
                        "hours", Integer.class, worn.stream().map(this::hoursOf).toList())
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("known", now.minus(KNOWN).atOffset(ZoneOffset.UTC))
                .map((row, context) -> worn.get(row.getInt("n") - 1))
                .forEach(silent::add);
        return silent;
    }
}
