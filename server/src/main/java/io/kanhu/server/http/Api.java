package io.kanhu.server.http;

import io.kanhu.alerting.care.CalmDesk;
import io.kanhu.alerting.care.ZoneDesk;
import io.kanhu.alerting.episode.AlertBook;
import io.kanhu.alerting.episode.Away;
import io.kanhu.alerting.episode.Calls;
import io.kanhu.alerting.episode.Moves;
import io.kanhu.alerting.feed.Feed;
import io.kanhu.alerting.outage.HeldCalls;
import io.kanhu.ingest.history.Measured;
import io.kanhu.ingest.history.Refusals;
import io.kanhu.registry.Roster;
import io.kanhu.registry.Wearers;
import io.kanhu.server.session.Logins;
import io.kanhu.server.session.Sessions;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.time.Clock;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;

/** The operations of the contract, each bound to the part that does it. */
public final class Api {
    private final SessionApi sessionApi;
    private final AlertsApi alerts;
    private final WearersApi wearers;
    private final RefusalsApi refusals;
    private final LaddersApi ladders;
    private final RosterApi roster;
    private final AwayApi away;
    private final HeldCallsApi heldCalls;
    private final ZonesApi zones;
    private final CalmApi calm;
    private final ChannelsApi channels;
    private final AlertStream stream;
    private final Sessions sessions;

    /**
     * Of these parts.
     *
     * @param secureCookie whether browsers send the session's cookie over https only
     * @param readingsKept for how long vital signs are kept other than by the hour
     */
    public Api(
            Jdbi jdbi,
            Clock clock,
            Logins logins,
            Sessions sessions,
            boolean secureCookie,
            Duration readingsKept,
            AlertBook book,
            Moves moves,
            Calls calls,
            LaddersApi ladders,
            RosterApi roster,
            Away away,
            ChannelsApi channels,
            Feed feed,
            HeldCalls held) {
        this.sessions = sessions;
        this.sessionApi = new SessionApi(logins, sessions, secureCookie);
        Audit audit = new Audit(jdbi, clock);
        this.away = new AwayApi(away, audit);
        Measured measured = new Measured(jdbi, clock);
        this.wearers = new WearersApi(
                jdbi,
                new Wearers(jdbi),
                new Roster(),
                measured,
                new Charts(measured, readingsKept, clock),
                book,
                this.away,
                audit,
                clock);
        this.refusals = new RefusalsApi(jdbi, new Refusals(jdbi), audit, clock);
        this.alerts = new AlertsApi(book, moves, calls, wearers, clock);
        this.ladders = ladders;
        this.roster = roster;
        this.channels = channels;
        this.heldCalls = new HeldCallsApi(held, moves);
        this.zones = new ZonesApi(new ZoneDesk(jdbi, clock), audit);
        this.calm = new CalmApi(new CalmDesk(jdbi, clock));
        this.stream = new AlertStream(feed, held, sessions);
    }

    void bind(RouterBuilder builder) {
        Operations operations = new Operations(builder, sessions);
        sessionApi.bind(operations);
        alerts.bind(operations);
        wearers.bind(operations);
        refusals.bind(operations);
        ladders.bind(operations);
        roster.bind(operations);
        away.bind(operations);
        heldCalls.bind(operations);
        zones.bind(operations);
        calm.bind(operations);
        channels.bind(operations);
        stream.bind(operations);
    }
}
