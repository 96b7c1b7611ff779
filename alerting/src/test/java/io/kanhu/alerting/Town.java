package io.kanhu.alerting;

import io.kanhu.alerting.episode.Actor;
import io.kanhu.alerting.episode.Raiser;
import io.kanhu.alerting.escalation.Climber;
import io.kanhu.alerting.escalation.EscalationFigures;
import io.kanhu.alerting.ladder.Ladders;
import io.kanhu.alerting.ladder.Means;
import io.kanhu.alerting.outage.HeldCalls;
import io.kanhu.alerting.outage.Memory;
import io.kanhu.alerting.routing.Ground;
import io.kanhu.database.SettableClock;
import io.kanhu.database.Target;
import io.kanhu.database.TestDatabase;
import io.kanhu.ingest.SosHook;
import io.kanhu.ingest.state.WearerStates;
import io.kanhu.ingest.store.Entry;
import io.kanhu.ingest.store.RuleHook;
import io.kanhu.ingest.store.SosStore;
import io.kanhu.ingest.store.TelemetryStore;
import io.kanhu.protocol.BandMessage;
import io.kanhu.protocol.SosCancel;
import io.kanhu.protocol.Topic;
import io.kanhu.registry.Band;
import io.kanhu.registry.Worn;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * A real database with the grids, workers and wearers that a test names, and the way a press takes into it. A worker's, a
 * wearer's and a grid's name is its code. The clock stands at {@link #MORNING} until it is moved.
 */
public final class Town implements AutoCloseable {
    public static final Instant MORNING = Instant.parse("2026-03-21T01:00:00Z");

    /** Sees and moves every alert, and is no worker. */
    public static final Actor SUPERVISOR = new Actor("office", null, true);

    /** From the dispatch to the second rung of the default ladder. */
    public static final Duration SECOND_RUNG = Duration.ofSeconds(30);

    /** How often the top of the default ladder is repeated. */
    public static final Duration REPEAT = Duration.ofSeconds(60);

    private final TestDatabase database = TestDatabase.fresh();
    private final SettableClock clock = new SettableClock(MORNING);
    private final Memory memory = new Memory(database.jdbi(), clock);
    private final Map<String, Band> bands = new ConcurrentHashMap<>();
    private final AtomicInteger pressCount = new AtomicInteger();
    private final Ground ground = new Ground(database.jdbi());
    private final SosStore store = node(() -> {});

    /** Nobody lives here any more, nothing has happened, and it is morning. */
    public void clear() {
        Emptying.of(jdbi());
        ground.look();
        bands.clear();
        clock.set(MORNING);
    }

    public Jdbi jdbi() {
        return database.jdbi();
    }

    /** Where the database is, for processes of their own. */
    public Target target() {
        return database.target();
    }

    /** Where grids lie and people are seen. */
    public Ground ground() {
        return ground;
    }

    public SettableClock clock() {
        return clock;
    }

    /** What servers remember for when the database is away. */
    public Memory memory() {
        return memory;
    }

    /** A band as the registry knows it. */
    public @Nullable Band band(String id) {
        return bands.get(id);
    }

    /** What one server does with presses. */
    public SosStore node(Runnable wake) {
        return node(Set.of(Means.APP), wake);
    }

    /** The same that takes over what was done about presses that could not be stored. */
    public SosStore node(Runnable wake, HeldCalls held) {
        return new SosStore(database.dataSource(), new Raiser(climber(), held, clock, wake), states());
    }

    /** The same with something of a test's own around what is done about presses. */
    public SosStore node(UnaryOperator<SosHook> around) {
        Raiser raiser = new Raiser(climber(), memory.held(Set.of(Means.APP)), clock, () -> {});
        return new SosStore(database.dataSource(), around.apply(raiser), states());
    }

    /** The same where people can be called by these means. */
    public SosStore node(Set<Means> means, Runnable wake) {
        return new SosStore(
                database.dataSource(), new Raiser(climber(means), memory.held(means), clock, wake), states());
    }

    /** What moves alerts up the ladder while people can be called by the app alone. */
    public Climber climber() {
        return climber(Set.of(Means.APP));
    }

    /** The same with other means. */
    public Climber climber(Set<Means> means) {
        return new Climber(
                new Ladders(), means, new EscalationFigures(new SimpleMeterRegistry()), ground.whereabouts());
    }

    public void grid(String name) {
        jdbi().useHandle(h -> {
            h.execute(
                    "INSERT INTO area (code, name, level) VALUES ('area', 'area', 'community') ON CONFLICT DO NOTHING");
            h.execute("INSERT INTO grid (code, name, area_id) SELECT ?, ?, id FROM area", name, name);
        });
    }

    /** Somebody who has no shift. They have the page, and a telephone. */
    public Actor worker(String name) {
        long id = number(
                "INSERT INTO worker (code, name, phone) VALUES (?, ?, ?) RETURNING id", name, name, name + "'s phone");
        jdbi().useHandle(h -> h.execute(
                "INSERT INTO app_user (name, password_hash, role, worker_id) VALUES (?, '', 'worker', ?)", name, id));
        return new Actor(name, id, false);
    }

    /** A new worker on primary duty in a grid, for good. */
    public Actor onDuty(String name, String grid) {
        Actor worker = worker(name);
        shift(worker, grid, "primary", Instant.EPOCH, null);
        return worker;
    }

    /** A new worker on backup duty in a grid, for good. */
    public Actor backup(String name, String grid) {
        Actor worker = worker(name);
        shift(worker, grid, "backup", Instant.EPOCH, null);
        return worker;
    }

    public void shift(Actor worker, String grid, String duty, Instant from, @Nullable Instant to) {
        jdbi().useHandle(h -> h.createUpdate("""
                        INSERT INTO roster_shift (worker_id, grid_id, duty, starts_at, ends_at)
                        SELECT :worker, id, :duty, :from, :to FROM grid WHERE code = :grid
                        """)
                .bind("worker", worker.workerId())
                .bind("grid", grid)
                .bind("duty", duty)
                .bind("from", utc(from))
                .bind("to", to == null ? null : utc(to))
                .execute());
    }

    public void nobodyIsOnDuty() {
        jdbi().useHandle(h -> h.execute("DELETE FROM roster_shift"));
    }

    /** Somebody who lives in a grid and wears these bands. */
    public void wearer(String name, String grid, String... worn) {
        long id = number("""
                INSERT INTO wearer (code, name, address, grid_id) SELECT ?, ?, ?, id FROM grid WHERE code = ? RETURNING id
                """, name, name, name + "'s address", grid);
        Worn time = new Worn(id, number("SELECT id FROM grid WHERE code = ?", grid), Instant.EPOCH, null);
        for (String band : worn) {
            bands.put(band, new Band(band, new byte[32], false, List.of(time)));
        }
    }

    /** A band is somebody's in the database, and servers have not heard of it yet. */
    public void handOut(String band, String wearer) {
        jdbi().useHandle(h -> {
            h.execute("INSERT INTO band (id, secret_sha256) VALUES (?, sha256(''::bytea))", band);
            h.execute(
                    "INSERT INTO band_assignment (band, wearer_id, starts_at) SELECT ?, id, 'epoch' FROM wearer WHERE code = ?",
                    band,
                    wearer);
        });
    }

    /** A press that has not come in yet, made now. */
    public Press press(String band) {
        return new Press(band, "p" + pressCount.incrementAndGet(), clock.instant(), clock.instant(), null);
    }

    /** Somebody holds the button, now. Returns the alert. */
    public long call(String band) {
        return send(press(band));
    }

    /** It comes in. Returns the alert. */
    public long send(Press press) {
        write(store, press);
        return alertOf(press);
    }

    /** It comes in at this node, as a batch of its own. */
    public void write(SosStore node, Press... presses) {
        write(
                node,
                Stream.of(presses)
                        .map(press -> new Entry(
                                new Arrived(press.band(), Topic.Kind.SOS, press.receivedAt()),
                                press.message(),
                                List.of(),
                                bands.get(press.band())))
                        .toList());
    }

    /** What a band says, as it waits to be stored. */
    public Entry said(String band, Instant receivedAt, BandMessage message) {
        return new Entry(new Arrived(band, Topic.Kind.TELEMETRY, receivedAt), message, List.of(), bands.get(band));
    }

    /** Where telemetry is stored, and judged by these rules. */
    public TelemetryStore telemetry(RuleHook rules) {
        return telemetry(states(), rules);
    }

    /** The same, with what is newest of each wearer noted there. */
    public TelemetryStore telemetry(WearerStates states, RuleHook rules) {
        return new TelemetryStore(database.dataSource(), states, rules);
    }

    /** What keeps the newest of each wearer; it is not started and writes when it is closed. */
    public WearerStates states() {
        return new WearerStates(database.dataSource(), clock, new SimpleMeterRegistry());
    }

    /** The wearer calls this press off, now. */
    public void callOff(Press press) {
        callOff(press, clock.instant());
    }

    /** The same, called off at that moment and heard of now. */
    public void callOff(Press press, Instant at) {
        write(
                store,
                List.of(new Entry(
                        new Arrived(press.band(), Topic.Kind.SOS, clock.instant()),
                        new SosCancel(press.id(), at),
                        List.of(),
                        bands.get(press.band()))));
    }

    private static void write(SosStore node, List<Entry> batch) {
        try {
            node.write(batch);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot store " + batch, e);
        }
    }

    /** The alert that a press counts for. */
    public long alertOf(Press press) {
        return number(
                "SELECT alert_id FROM sos_press WHERE band = ? AND press_id = ? AND alert_id IS NOT NULL",
                press.band(),
                press.id());
    }

    /** Where a band was, as its telemetry says. */
    public void fix(String band, Instant at, double latitude, double longitude, @Nullable Double accuracyMetres) {
        jdbi().useHandle(h -> h.createUpdate("""
                        INSERT INTO location_fix (band, measured_at, received_at, latitude, longitude, accuracy)
                        VALUES (:band, :at, :at, :latitude, :longitude, :accuracy)
                        """)
                .bind("band", band)
                .bind("at", utc(at))
                .bind("latitude", latitude)
                .bind("longitude", longitude)
                .bind("accuracy", accuracyMetres)
                .execute());
    }

    /** One column of an alert, as text. */
    public @Nullable String column(long alert, String name) {
        return jdbi().withHandle(h -> h.select("SELECT " + name + "::text FROM alert WHERE id = ?", alert)
                .mapTo(String.class)
                .findOne()
                .orElse(null));
    }

    public String state(long alert) {
        return String.valueOf(column(alert, "state"));
    }

    public int version(long alert) {
        return (int) number("SELECT version FROM alert WHERE id = ?", alert);
    }

    /** The kinds of an alert's events, oldest first. */
    public List<String> file(long alert) {
        return texts("SELECT kind FROM alert_event WHERE alert_id = ? ORDER BY id", alert);
    }

    /** Whom an alert was sent to: step and name, or step and band. */
    public List<String> told(long alert) {
        return texts("""
                SELECT n.step || ' ' || coalesce(w.name, 'band ' || n.band)
                  FROM notification n LEFT JOIN worker w ON w.id = n.worker_id WHERE n.alert_id = ? ORDER BY n.step, 1
                """, alert);
    }

    public long number(String sql, Object... values) {
        return jdbi().withHandle(h -> h.select(sql, values).mapTo(long.class).one());
    }

    public List<String> texts(String sql, Object... values) {
        return jdbi().withHandle(h -> h.select(sql, values).mapTo(String.class).list());
    }

    @Override
    public void close() {
        database.close();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
