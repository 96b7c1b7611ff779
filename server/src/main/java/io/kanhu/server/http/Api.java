package io.kanhu.server.http;

import io.kanhu.alerting.care.CalmDesk;
import io.kanhu.alerting.care.ZoneDesk;
import io.kanhu.alerting.episode.AlertBook;
import io.kanhu.alerting.episode.Away;
import io.kanhu.alerting.episode.Calls;
import io.kanhu.alerting.episode.Moves;
import io.kanhu.alerting.feed.Feed;
import io.kanhu.alerting.kpi.TestPresses;
import io.kanhu.alerting.outage.HeldCalls;
import io.kanhu.alerting.rules.Usual;
import io.kanhu.ingest.history.Measured;
import io.kanhu.ingest.history.Refusals;
import io.kanhu.registry.Consents;
import io.kanhu.registry.Roster;
import io.kanhu.registry.Scopes;
import io.kanhu.registry.Wearers;
import io.kanhu.server.session.UserDesk;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The operations of the contract, each bound to the part that does it. */
public final class Api {
    private final List<Subject> subjects;
    private final Access access;
    private final Guard guard;
    private final MineApi mine;

    /**
     * Of these parts.
     *
     * @param access how people come in
     * @param readingsKept for how long vital signs are kept other than by the hour
     */
    public Api(
            Jdbi jdbi,
            Clock clock,
            Access access,
            Duration readingsKept,
            AlertBook book,
            Moves moves,
            Calls calls,
            LaddersApi ladders,
            RosterApi roster,
            Away away,
            ChannelsApi channels,
            OfficeApi office,
            BoardApi board,
            MessagesApi messages,
            Usual usual,
            Feed feed,
            HeldCalls held,
            MineApi mine,
            AnsweredRequests answered) {
        this.access = access;
        this.mine = mine;
        Addresses addresses = new Addresses(access.proxies());
        SessionCookie cookie = access.cookie();
        this.guard = new Guard(
                cookie, new RequestLimits(access.perSession(), access.perAddress(), cookie, addresses, clock));
        Audit audit = new Audit(jdbi, clock);
        Scopes scopes = new Scopes(jdbi);
        Consents agreed = new Consents(jdbi, clock);
        Reasons reasons = new Reasons(jdbi, new Roster(), scopes, agreed, book, clock);
        ConsentsApi consents = new ConsentsApi(agreed, reasons, audit);
        AwayApi awayApi = new AwayApi(away, scopes, audit);
        Measured measured = new Measured(jdbi, clock);
        Care care = new Care(jdbi, scopes);
        WearersApi wearers = new WearersApi(
                new Wearers(jdbi),
                reasons,
                scopes,
                consents,
                measured,
                new Charts(measured, readingsKept, clock),
                book,
                awayApi,
                audit,
                access.askReason(),
                clock);
        UserDesk desk = new UserDesk(jdbi, access.passwords(), scopes, audit::noted);
        this.subjects = List.of(
                new SessionApi(access.logins(), access.sessions(), cookie, addresses),
                new MySessionsApi(access.logins(), access.sessions(), desk, cookie, addresses),
                new OidcApi(access.oidc(), access.sessions(), cookie, addresses),
                new UsersApi(desk, access.sessions(), audit),
                new AuditApi(new AuditLog(jdbi), audit),
                new AlertsApi(book, moves, calls, wearers, answered, audit, clock),
                new AlertStream(feed, held, mine.practice(), access.sessions(), audit),
                new HeldCallsApi(held, moves),
                wearers,
                consents,
                awayApi,
                new ZonesApi(new ZoneDesk(jdbi, clock), scopes, audit),
                new CalmApi(new CalmDesk(jdbi, clock), scopes),
                new RefusalsApi(jdbi, new Refusals(jdbi), audit, clock),
                ladders,
                roster,
                channels,
                office,
                new TestPressesApi(new TestPresses(jdbi, clock), scopes, audit),
                board,
                messages,
                new WearerPageApi(jdbi, care, measured, usual, audit, clock),
                new CareApi(jdbi, care, audit, clock),
                new ReportApi(jdbi, care, audit, clock),
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

    /** What holds for every request, before it is read. */
    void guard(Router router) {
        guard.bind(router);
    }

    void bind(RouterBuilder builder) {
        Operations operations = new Operations(builder, access.sessions());
        subjects.forEach(subject -> subject.bind(operations));
    }
}
