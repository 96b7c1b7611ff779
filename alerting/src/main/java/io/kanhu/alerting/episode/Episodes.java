package io.kanhu.alerting.episode;

import io.kanhu.alerting.care.CalmBook;
import io.kanhu.alerting.escalation.Climber;
import io.kanhu.ingest.SosHook;
import io.kanhu.registry.place.Spot;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Turns findings into episodes, in the caller's transaction: one open episode per wearer and kind, however many find it at once. An
 * emergency goes to those on duty at once, as a call for help does; attention and device cases wait in their lists.
 */
public final class Episodes {
    /** After somebody has seen to it, the same finding is no news for this long. */
    static final Duration SEEN_TO = Duration.ofMinutes(30);

    private final Climber climber;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final CalmBook calm;

    public Episodes(Climber climber, Clock clock, MeterRegistry metrics, CalmBook calm) {
        this.climber = climber;
        this.clock = clock;
        this.metrics = metrics;
        this.calm = calm;
        // All from the start: a rate does not see a counter's first appearance.
        for (Kind kind : Kind.values()) {
            for (Severity severity : Severity.values()) {
                found(kind, severity);
            }
        }
    }

    private Counter found(Kind kind, Severity severity) {
        return metrics.counter("kanhu.alerts.found", "kind", kind.code(), "severity", severity.code());
    }

    private record Episode(long id, AlertState state, boolean isNew) {}

    /**
     * Opens an episode, or makes an attention case an emergency; what is open already stays as it is. In quiet hours what is no
     * emergency waits for their end; what is about a band that is being serviced is no news.
     *
     * @return whether anything changed
     */
    public boolean raise(Handle handle, Subject subject, Finding finding, Instant receivedAt) {
        Instant now = clock.instant();
        if (finding.kind() == Kind.FALL) {
            Optional<Boolean> beside = FallAndCall.fallBesideCall(handle, subject.wearerId(), finding.at(), now);
            if (beside.isPresent()) {
                found(finding.kind(), finding.severity()).increment(beside.get() ? 1 : 0);
                return beside.get();
            }
        }
        if (finding.kind().isAboutTheBand() && calm.isServiced(subject.wearerId(), subject.gridId(), now)) {
            return false;
        }
        if (finding.severity() == Severity.EMERGENCY) {
            HeldFindings.forget(handle, subject, finding.kind());
        } else {
            Optional<Instant> quiet = calm.quietUntil(subject.wearerId(), subject.gridId(), now);
            if (quiet.isPresent()) {
                HeldFindings.hold(handle, subject, finding, receivedAt, quiet.get(), now.minus(SEEN_TO));
                return false;
            }
        }
        Optional<Episode> changed = upsert(handle, subject, finding, receivedAt, now);
        changed.ifPresent(episode -> {
            String why = episode.isNew() ? "raised" : "worsened";
            if (finding.severity() == Severity.EMERGENCY && episode.state().waitsForAnswer()) {
                climber.begin(handle, episode.id(), now, why, finding.reading());
            } else {
                Events.add(handle, episode.id(), now, why, Events.KANHU, finding.reading());
            }
            found(finding.kind(), finding.severity()).increment();
        });
        return changed.isPresent();
    }

    /** Opens what quiet hours have held back that are over. Returns how many. */
    public long release(Handle handle) {
        return HeldFindings.take(handle, clock.instant()).stream()
                .filter(held -> raise(handle, held.subject(), held.finding(), held.receivedAt()))
                .count();
    }

    /**
     * What was found is over. A case that nobody has taken up is closed, if it is no emergency; any other gets a line in its file,
     * once.
     *
     * @param reading what says so, a JSON object
     */
    public void cleared(Handle handle, long alertId, String reading) {
        Instant now = clock.instant();
        int closed = handle.createUpdate("""
                        UPDATE alert SET state = 'closed', closed_at = :now, next_action_at = NULL, version = version + 1
                         WHERE id = :id AND state = 'raised' AND severity <> 'emergency'
                        """)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("id", alertId)
                .execute();
        if (closed == 1 || !isOnFile(handle, alertId)) {
            Events.add(handle, alertId, now, "cleared", Events.KANHU, reading);
        }
    }

    /**
     * The wearer is away: what means nothing any more is closed, unless somebody has taken it up.
     *
     * @param reading what says so, a JSON object
     */
    public void clearOfWhoIsAway(Handle handle, long wearerId, String reading) {
        handle
                .createQuery("""
                        SELECT id, kind FROM alert WHERE wearer_id = :wearer AND state = 'raised' ORDER BY id FOR UPDATE
                        """)
                .bind("wearer", wearerId)
                .map((row, context) -> new Open(row.getLong("id"), row.getString("kind")))
                .stream()
                .filter(open -> Arrays.stream(Kind.values())
                        .anyMatch(kind -> kind.code().equals(open.kind()) && kind.meansNothingOfWhoIsAway()))
                .toList()
                .forEach(open -> cleared(handle, open.id(), reading));
    }

    private record Open(long id, String kind) {}

    private static boolean isOnFile(Handle handle, long alertId) {
        return handle.createQuery("""
                        SELECT EXISTS (SELECT FROM alert_event WHERE alert_id = :id AND kind = 'cleared')
                        """).bind("id", alertId).mapTo(boolean.class).one();
    }

    private Optional<Episode> upsert(Handle handle, Subject subject, Finding finding, Instant receivedAt, Instant now) {
        @Nullable
        Place place = Place.lastOf(handle, subject.band(), now.minus(SosHook.FRESH_FIX))
                .orElse(null);
        @Nullable
        Spot spot = place == null
                ? null
                : climber.whereabouts().of(place.sighting(), finding.at()).orElse(null);
        return handle.createQuery("""
                        INSERT INTO alert (kind, severity, state, wearer_id, band, grid_id, raised_at, received_at,
                                           latitude, longitude, accuracy, located_at, at_grid_id, at_area_id)
                        SELECT :kind, :severity, 'raised', :wearer, :band, :grid, :at, :received,
                               :latitude, :longitude, :accuracy, :located, :atGrid, :atArea
                         WHERE NOT EXISTS (SELECT FROM alert s
                                            WHERE s.wearer_id = :wearer
                                              AND ((s.kind = :kind AND s.resolved_at > :seen)
                                                   -- The same fall again, whose case became a call.
                                                   OR (:kind = 'fall' AND s.fell_at = :at)))
                           AND (NOT :away OR NOT EXISTS (SELECT FROM wearer_suspension s
                                                          WHERE s.wearer_id = :wearer AND s.starts_at <= :now
                                                            AND (s.ends_at IS NULL OR s.ends_at > :now)))
                        ON CONFLICT (kind, coalesce(wearer_id::text, 'band ' || band))
                              WHERE state NOT IN ('resolved', 'closed')
                        DO UPDATE SET severity = EXCLUDED.severity, version = alert.version + 1
                         WHERE alert.severity = 'attention' AND EXCLUDED.severity = 'emergency'
                        RETURNING id, state, version = 1 AS is_new
                        """)
                .bind("kind", finding.kind().code())
                .bind("severity", finding.severity().code())
                .bind("wearer", subject.wearerId())
                .bind("band", subject.band())
                .bind("grid", subject.gridId())
                .bind("at", finding.at().atOffset(ZoneOffset.UTC))
                .bind("received", receivedAt.atOffset(ZoneOffset.UTC))
                .bind("latitude", place == null ? null : place.latitude())
                .bind("longitude", place == null ? null : place.longitude())
                .bind("accuracy", place == null ? null : place.accuracyMetres())
                .bind("located", place == null ? null : place.at().atOffset(ZoneOffset.UTC))
                .bind("atGrid", spot == null ? null : spot.gridId())
                .bind("atArea", spot == null ? null : spot.areaId())
                .bind("away", finding.kind().meansNothingOfWhoIsAway())
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("seen", now.minus(SEEN_TO).atOffset(ZoneOffset.UTC))
                .map((row, context) ->
                        new Episode(row.getLong("id"), AlertState.of(row.getString("state")), row.getBoolean("is_new")))
                .findOne();
    }
}
