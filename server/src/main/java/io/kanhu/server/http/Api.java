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
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The operations of the contract, each bound to the part that does it. */
public final class Api {
    private final List<Subject> subjects;
    private final Sessions sessions;
    private final MineApi mine;

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
            HeldCalls held,
            MineApi mine,
            AnsweredRequests answered) {
        this.sessions = sessions;
        this.mine = mine;
        Audit audit = new Audit(jdbi, clock);
        AwayApi awayApi = new AwayApi(away, audit);
        Measured measured = new Measured(jdbi, clock);
        WearersApi wearers = new WearersApi(
                jdbi,
                new Wearers(jdbi),
                new Roster(),
                measured,
                new Charts(measured, readingsKept, clock),
                book,
                awayApi,
                audit,
                clock);
        this.subjects = List.of(
                new SessionApi(logins, sessions, secureCookie),
                new AlertsApi(book, moves, calls, wearers, answered, clock),
                new AlertStream(feed, held, mine.practice(), sessions),
                new HeldCallsApi(held, moves),
                wearers,
                awayApi,
                new ZonesApi(new ZoneDesk(jdbi, clock), audit),
                new CalmApi(new CalmDesk(jdbi, clock)),
                new RefusalsApi(jdbi, new Refusals(jdbi), audit, clock),
                ladders,
                roster,
                channels,
                mine);
    }

    /** Template of the addresses of map tiles, if pages may show any. */
    Optional<String> tiles() {
        return mine.tiles();
    }

    /** Some operations of the contract that belong together. */
    interface Subject {
        void bind(Operations operations);
    }

    void bind(RouterBuilder builder) {
        Operations operations = new Operations(builder, sessions);
        subjects.forEach(subject -> subject.bind(operations));
    }
}
