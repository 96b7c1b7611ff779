package io.kanhu.alerting.day;

import io.kanhu.alerting.Arrived;
import io.kanhu.alerting.care.CalmBook;
import io.kanhu.alerting.channel.Message;
import io.kanhu.alerting.channel.Sending;
import io.kanhu.alerting.day.Plan.Role;
import io.kanhu.alerting.day.Plan.Signal;
import io.kanhu.alerting.day.Plan.What;
import io.kanhu.alerting.episode.Actor;
import io.kanhu.alerting.episode.AlertBook;
import io.kanhu.alerting.episode.AnswerTimes;
import io.kanhu.alerting.episode.Calls;
import io.kanhu.alerting.episode.Episodes;
import io.kanhu.alerting.episode.Finding;
import io.kanhu.alerting.episode.IllegalMove;
import io.kanhu.alerting.episode.Kind;
import io.kanhu.alerting.episode.Moves;
import io.kanhu.alerting.episode.NotAllowed;
import io.kanhu.alerting.episode.Outcome;
import io.kanhu.alerting.episode.Raiser;
import io.kanhu.alerting.episode.Severity;
import io.kanhu.alerting.episode.Subject;
import io.kanhu.alerting.escalation.Assistance;
import io.kanhu.alerting.escalation.Climber;
import io.kanhu.alerting.escalation.Escalation;
import io.kanhu.alerting.escalation.EscalationFigures;
import io.kanhu.alerting.escalation.Round;
import io.kanhu.alerting.ladder.Ladders;
import io.kanhu.alerting.ladder.Means;
import io.kanhu.alerting.outage.Memory;
import io.kanhu.database.Database;
import io.kanhu.database.SettableClock;
import io.kanhu.ingest.state.WearerStates;
import io.kanhu.ingest.store.Entry;
import io.kanhu.ingest.store.SosStore;
import io.kanhu.protocol.BandMessage;
import io.kanhu.protocol.SosCancel;
import io.kanhu.protocol.SosPress;
import io.kanhu.protocol.Topic;
import io.kanhu.registry.Band;
import io.kanhu.registry.Worn;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Kanhu's own classes on a real database: what a day is about. Only the clock, the gateway and the people are made up. */
final class Service implements Engine {
    private final SettableClock clock;
    private final Jdbi jdbi;
    private final Gateway gateway;
    private final SosStore store;
    private final Episodes episodes;
    private final Escalation escalation;
    private final List<Sending> senders;
    private final Moves moves;
    private final Calls calls;
    private final AlertBook book;
    private final Habits endings;
    private final Map<String, Band> bands;
    private final Map<String, Actor> actors = new HashMap<>();
    private final CaseNames names;
    private final List<Page> reached = new ArrayList<>();
    private long pagesSeen;
    private @Nullable Instant nextAttempt;

    Service(Plan plan, Database database) {
        this.clock = new SettableClock(plan.begins());
        this.jdbi = database.jdbi();
        this.endings = new Habits(plan);
        this.bands = Rows.write(jdbi, plan);
        this.names = new CaseNames(jdbi);
        jdbi.useHandle(handle -> handle.createQuery("SELECT code, id FROM worker")
                .map((row, context) -> new Actor(
                        row.getString("code"),
                        row.getLong("id"),
                        plan.worker(row.getString("code")).role() != Role.GRID))
                .forEach(actor -> actors.put(actor.name(), actor)));
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        Set<Means> means = EnumSet.of(Means.APP, Means.SMS, Means.VOICE);
        Ladders ladders = new Ladders();
        EscalationFigures figures = new EscalationFigures(metrics);
        Climber climber = new Climber(ladders, means, figures);
        Assistance assistance = new Assistance(ladders, means, figures);
        AnswerTimes times = new AnswerTimes(metrics);
        this.gateway = new Gateway(plan.gatewayAway(), clock);
        this.store = new SosStore(
                database.dataSource(),
                new Raiser(climber, new Memory(jdbi, clock).held(means), clock, () -> {}),
                new WearerStates(database.dataSource(), clock, metrics));
        this.episodes = new Episodes(climber, clock, metrics, new CalmBook(jdbi, clock, ZoneOffset.UTC));
        this.escalation = new Escalation(jdbi, climber, assistance, clock, () -> {});
        this.senders = List.of(
                new Sending(jdbi, Means.SMS, gateway, 10_000, clock),
                new Sending(jdbi, Means.VOICE, gateway, 10_000, clock));
        this.moves = new Moves(jdbi, clock, () -> {}, times);
        this.calls = new Calls(jdbi, clock, () -> {}, climber, assistance);
        this.book = new AlertBook(jdbi, clock, times);
    }

    @Override
    public void now(Instant at) {
        clock.set(at);
    }

    @Override
    public @Nullable Instant nextDue() {
        Next next = jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT (SELECT min(next_action_at) FROM alert) AS action,
                               (SELECT min(next_attempt_at) FROM notification
                                 WHERE channel IN ('sms', 'voice') AND state = 'pending') AS attempt
                        """)
                .map((row, context) -> new Next(time(row, "action"), time(row, "attempt")))
                .one());
        nextAttempt = next.attempt();
        return next.earlier();
    }

    /** When the next step of a ladder is due, and the next try to send. */
    private record Next(@Nullable Instant action, @Nullable Instant attempt) {
        @Nullable
        Instant earlier() {
            return action == null || (attempt != null && attempt.isBefore(action)) ? attempt : action;
        }
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    @Override
    public void hear(Signal signal) {
        if (signal.what().isFinding()) {
            find(signal);
            return;
        }
        BandMessage message = signal.what() == What.CALLED_OFF
                ? new SosCancel(signal.id(), signal.at())
                : new SosPress(signal.id(), signal.at(), signal.at().toEpochMilli(), true, 3_200, null, null);
        Band band = band(signal.wearer());
        try {
            store.write(List.of(
                    new Entry(new Arrived(band.id(), Topic.Kind.SOS, signal.heard()), message, List.of(), band)));
        } catch (SQLException e) {
            throw new IllegalStateException("cannot store " + signal, e);
        }
        names.look();
    }

    private void find(Signal signal) {
        Band band = band(signal.wearer());
        Worn worn = band.wearerAt(signal.at());
        if (worn == null) {
            throw new IllegalStateException("nobody wears " + band);
        }
        Finding finding =
                new Finding(Kind.valueOf(signal.what().name()), Severity.EMERGENCY, signal.at(), "{\"test\":1}");
        jdbi.useTransaction(handle -> episodes.raise(
                handle, new Subject(band.id(), worn.wearerId(), worn.gridId()), finding, signal.heard()));
        names.look();
    }

    @Override
    public boolean does(Act act) {
        long alert = names.alert(act.of());
        Actor actor = actor(act.worker());
        try {
            switch (act.doing()) {
                case SEES -> book.receipt(alert, idOf(actor));
                case ANSWERS -> moves.acknowledge(alert, actor);
                case CANT -> calls.decline(alert, actor, "I can't");
                case ARRIVES -> moves.arrive(alert, actor, null);
                case WANTS_HELP -> calls.backup(alert, actor, null);
                case RESOLVES -> moves.resolve(alert, actor, Outcome.of(endings.outcome(act.of())), null);
                case CALLS_BACK -> calls.callBack(alert, actor, "fine");
                case CLOSES -> moves.close(alert, actor);
            }
            return true;
        } catch (IllegalMove | NotAllowed e) {
            return false;
        }
    }

    @Override
    public void look() {
        Round.of(escalation);
        boolean toSend = nextAttempt != null && !nextAttempt.isAfter(clock.instant());
        for (Page page : newPages()) {
            if (page.by().equals("app")) {
                reached.add(page);
            } else {
                toSend = true;
            }
        }
        if (toSend) {
            senders.forEach(Sending::now);
        }
    }

    private List<Page> newPages() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT n.id, n.alert_id, n.channel, n.created_at, w.code
                          FROM notification n LEFT JOIN worker w ON w.id = n.worker_id
                         WHERE n.id > :seen AND n.band IS NULL ORDER BY n.id
                        """)
                .bind("seen", pagesSeen)
                .map((row, context) -> {
                    pagesSeen = row.getLong("id");
                    return new Page(
                            row.getObject("created_at", OffsetDateTime.class).toInstant(),
                            names.name(row.getLong("alert_id")),
                            String.valueOf(row.getString("code")),
                            row.getString("channel"));
                })
                .list());
    }

    @Override
    public List<Page> reached() {
        for (Message message : gateway.taken()) {
            String number = String.valueOf(message.to().phone());
            reached.add(new Page(
                    clock.instant(),
                    names.name(message.alertId()),
                    number.substring(1),
                    message.by().code()));
        }
        List<Page> all = List.copyOf(reached);
        reached.clear();
        return all;
    }

    /** The case that an alert is. */
    String name(long alert) {
        return names.name(alert);
    }

    @Override
    public Map<String, List<String>> ledger() {
        return names.ledger();
    }

    private Band band(String wearer) {
        Band band = bands.get(wearer);
        if (band == null) {
            throw new IllegalArgumentException("no band of " + wearer);
        }
        return band;
    }

    private Actor actor(String code) {
        Actor actor = actors.get(code);
        if (actor == null) {
            throw new IllegalArgumentException("no worker " + code);
        }
        return actor;
    }

    private static long idOf(Actor actor) {
        Long id = actor.workerId();
        if (id == null) {
            throw new IllegalArgumentException(actor + " is no worker");
        }
        return id;
    }
}
