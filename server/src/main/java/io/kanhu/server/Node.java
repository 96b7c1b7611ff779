package io.kanhu.server;

import io.kanhu.alerting.care.CalmBook;
import io.kanhu.alerting.channel.BandNotices;
import io.kanhu.alerting.channel.BandOrders;
import io.kanhu.alerting.channel.Receipts;
import io.kanhu.alerting.channel.push.Subscriptions;
import io.kanhu.alerting.channel.wecom.CardButtons;
import io.kanhu.alerting.episode.AlertBook;
import io.kanhu.alerting.episode.AnswerTimes;
import io.kanhu.alerting.episode.Away;
import io.kanhu.alerting.episode.Episodes;
import io.kanhu.alerting.episode.Moves;
import io.kanhu.alerting.episode.Raiser;
import io.kanhu.alerting.feed.Feed;
import io.kanhu.alerting.followup.FollowUps;
import io.kanhu.alerting.kpi.TestPresses;
import io.kanhu.alerting.routing.Whereabouts;
import io.kanhu.alerting.rules.Baselines;
import io.kanhu.alerting.rules.Books;
import io.kanhu.alerting.rules.Clearing;
import io.kanhu.alerting.rules.Rules;
import io.kanhu.alerting.rules.Silence;
import io.kanhu.alerting.rules.Stillness;
import io.kanhu.alerting.rules.Usual;
import io.kanhu.alerting.watch.OpenAlertGauges;
import io.kanhu.alerting.watch.TestPressGauge;
import io.kanhu.database.Database;
import io.kanhu.ingest.broker.BrokerOptions;
import io.kanhu.ingest.broker.BrokerSubscriber;
import io.kanhu.ingest.gateway.GatewayOptions;
import io.kanhu.ingest.gateway.MqttGateway;
import io.kanhu.ingest.pipeline.Pipeline;
import io.kanhu.ingest.store.RejectedMessages;
import io.kanhu.registry.BandDirectory;
import io.kanhu.registry.Scopes;
import io.kanhu.registry.place.Places;
import io.kanhu.registry.roster.Absences;
import io.kanhu.registry.roster.Swaps;
import io.kanhu.server.config.Settings;
import io.kanhu.server.http.Access;
import io.kanhu.server.http.AnsweredRequests;
import io.kanhu.server.http.Api;
import io.kanhu.server.http.ChannelsApi;
import io.kanhu.server.http.Health;
import io.kanhu.server.http.LaddersApi;
import io.kanhu.server.http.Metrics;
import io.kanhu.server.http.MineApi;
import io.kanhu.server.http.OfficeApi;
import io.kanhu.server.http.PushApi;
import io.kanhu.server.http.RosterApi;
import io.kanhu.server.http.WebServer;
import io.kanhu.server.http.WecomApi;
import io.kanhu.server.selftest.SelfTest;
import io.kanhu.server.selftest.Understudy;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running server: every part, made and started in order, and stopped in the reverse order. */
public final class Node implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    /** How old the knowledge of bands may be before the node calls itself not ready. */
    private static final Duration STALE = Duration.ofSeconds(30);

    private final Parts parts = new Parts();
    private final Store store;
    private final Pipeline pipeline;
    private final BandDirectory directory;
    private final Optional<BrokerSubscriber> broker;
    private final MqttGateway gateway;
    private final WebServer web;
    private final WebServer management;

    private Node(Settings settings, Clock clock) {
        try {
            store = parts.add(Store.open(settings));
            Telemetry telemetry = parts.add(new Telemetry(store.database(), settings.data()));
            Vertx vertx = telemetry.vertx();
            Jdbi jdbi = store.database().jdbi();
            Upkeep upkeep = new Upkeep(jdbi, settings.retention(), clock, telemetry.registry());
            directory = parts.add(new BandDirectory(jdbi, clock));

            AnswerTimes times = new AnswerTimes(telemetry.registry());
            AlertBook book = new AlertBook(jdbi, clock, times);
            Feed feed = parts.add(new Feed(jdbi, book, clock));
            BandNotices notices = parts.add(new BandNotices(jdbi, this::sendToBand, clock));
            Runnable shown = () -> {
                feed.wake();
                notices.wake();
            };
            Places places = parts.add(new Places(jdbi));
            Whereabouts whereabouts = new Whereabouts(
                    places::index, Duration.ofMinutes(settings.routing().fixMinutes()));
            Channels channels = parts.add(new Channels(settings.channels(), settings.data(), jdbi, clock));
            Paging paging =
                    parts.add(new Paging(settings, channels, whereabouts, jdbi, clock, telemetry.registry(), shown));
            Runnable wake = () -> {
                shown.run();
                paging.wake();
            };
            ZoneId zone = ZoneId.systemDefault();
            CalmBook calm = parts.add(new CalmBook(jdbi, clock, zone));
            Episodes episodes = new Episodes(paging.climber(), clock, telemetry.registry(), calm);
            Books books = parts.add(Books.of(jdbi, clock, zone));
            Baselines baselines = parts.add(new Baselines(jdbi, clock, zone));
            Clearing clearing = parts.add(new Clearing(jdbi, clock, books, zone, episodes, wake));
            Silence silence = parts.add(new Silence(jdbi, clock, books.limits(), episodes, wake));
            Stillness stillness = parts.add(new Stillness(jdbi, clock, books.limits(), zone, episodes, wake));
            pipeline = parts.add(new Pipeline(
                    store.database().apart("lanes", Pipeline.CONNECTIONS),
                    store.database().prepared("sos"),
                    directory,
                    new Raiser(paging.climber(), paging.held(), clock, wake),
                    new Rules(books, zone, episodes, clock, wake, telemetry.registry()),
                    clock,
                    telemetry.registry()));
            gateway = new MqttGateway(
                    telemetry.bands(),
                    GatewayOptions.at(
                            settings.mqtt().host(),
                            settings.mqtt().port(),
                            settings.mqtt().quota()),
                    directory,
                    notices::listening,
                    clock,
                    telemetry.registry());
            broker = brokerOf(settings).map(options -> new BrokerSubscriber(options, clock, telemetry.registry()));

            Moves moves = new Moves(jdbi, clock, wake, times);
            Settings.Watch watch = settings.watch();
            // Before bands are known, as it is one of them.
            Optional<Understudy> understudy = watch.selfTestSeconds() == 0
                    ? Optional.empty()
                    : Optional.of(Understudy.enrol(jdbi, clock, settings.data()));
            directory.start();
            places.start();

            Access access = Admission.of(settings, jdbi, clock);
            Office office = parts.add(new Office(
                    jdbi,
                    clock,
                    book,
                    paging,
                    times,
                    this::problems,
                    settings.map().tiles(),
                    wake));
            AnsweredRequests answered = new AnsweredRequests(jdbi, clock, wake);
            Api api = new Api(
                    jdbi,
                    clock,
                    access,
                    Duration.ofDays(settings.retention().vitalSignDays()),
                    book,
                    moves,
                    paging.calls(wake),
                    new LaddersApi(paging.desk(), paging.gaps(), paging.preview(), new Scopes(jdbi)),
                    new RosterApi(jdbi, new Absences(jdbi, clock), new Swaps(jdbi, clock)),
                    new Away(jdbi, episodes, clock, wake),
                    new ChannelsApi(
                            paging.channels(),
                            new PushApi(channels.subscriptions(), new Receipts(jdbi), clock),
                            new WecomApi(channels.callback()
                                    .map(wecom ->
                                            new CardButtons(jdbi, clock, moves, book, wecom.seal(), wecom.app())))),
                    new OfficeApi(jdbi, clock, places, new BandOrders(jdbi, clock, notices::wake)),
                    office.boardApi(),
                    office.messagesApi(),
                    new Usual(jdbi, books.limits()),
                    feed,
                    paging.held(),
                    new MineApi(jdbi, clock, books.limits(), settings.map().tiles()),
                    answered);
            Health health = new Health(this::problems);
            OpenAlertGauges gauges = parts.add(new OpenAlertGauges(jdbi, clock, telemetry.registry()));
            RejectedMessages rejected = new RejectedMessages(jdbi, clock);
            parts.add(new Housekeeping(Stream.concat(
                                    upkeep.chores().stream(),
                                    Stream.of(
                                            new Housekeeping.Chore("sessions", access::forgetOld),
                                            new Housekeeping.Chore(
                                                    "follow-ups", new FollowUps(jdbi, clock)::lookNowAndThen),
                                            new Housekeeping.Chore("rejected messages", rejected::forgetOld),
                                            new Housekeeping.Chore("answered requests", answered::forgetOld),
                                            new Housekeeping.Chore(
                                                    "browsers for pushes",
                                                    () -> channels.subscriptions()
                                                            .ifPresent(Subscriptions::forgetOld))))
                            .toList()))
                    .start();

            feed.start();
            notices.start();
            paging.start();
            gauges.start();
            parts.add(new TestPressGauge(new TestPresses(jdbi, clock), telemetry.registry()))
                    .start();
            office.start();
            books.start();
            calm.start();
            baselines.start();
            clearing.start();
            silence.start();
            stillness.start();
            pipeline.start();
            paging.held().replay(pipeline);
            management = parts.add(WebServer.openManagement(
                    vertx,
                    settings.metrics().host(),
                    settings.metrics().port(),
                    new Metrics(telemetry.registry()),
                    health));
            web = parts.add(WebServer.open(
                    vertx, settings.http().host(), settings.http().port(), api, health));
            gateway.start(pipeline);
            parts.add(gateway::stop);
            broker.ifPresent(subscriber -> {
                subscriber.start(pipeline);
                parts.add(subscriber::stop);
            });
            understudy.ifPresent(self -> {
                SelfTest test = parts.add(new SelfTest(
                        self,
                        new SelfTest.Door(vertx, reachable(settings.mqtt().host()), gateway.port()),
                        jdbi,
                        clock,
                        feed,
                        moves,
                        Duration.ofSeconds(watch.selfTestSeconds()),
                        watch.heartbeatUrl().map(URI::create),
                        telemetry.registry()));
                test.start();
                office.listenTo(test);
            });
        } catch (RuntimeException | Error e) {
            parts.close();
            throw e;
        }
    }

    /**
     * Starts everything and returns when bands and people can connect.
     *
     * @throws RuntimeException with a message for the operator if a part cannot start; what was started is stopped again
     */
    public static Node start(Settings settings) {
        Node node = new Node(settings, Clock.systemUTC());
        LOG.info(
                "ready http={} mqtt={} metrics={} database=\"{}\" bands={}",
                node.httpPort(),
                node.mqttPort(),
                node.metricsPort(),
                node.database().target(),
                node.directory.size());
        return node;
    }

    public Database database() {
        return store.database();
    }

    public int mqttPort() {
        return gateway.port();
    }

    public int httpPort() {
        return web.port();
    }

    public int metricsPort() {
        return management.port();
    }

    /** Why this node cannot do its work, or nothing. Blocks for a second or two at worst. */
    public List<String> problems() {
        return Stream.of(
                        store.database().problem(),
                        pipeline.problem(),
                        broker.flatMap(BrokerSubscriber::problem),
                        directory.age().compareTo(STALE) > 0
                                ? Optional.of("bands that were imported lately are not known here yet")
                                : Optional.<String>empty())
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    @Override
    public void close() {
        parts.close();
        LOG.info("stopped");
    }

    private CompletionStage<Boolean> sendToBand(String band, byte[] payload) {
        return gateway.send(band, payload)
                .thenCompose(reached -> reached || broker.isEmpty()
                        ? CompletableFuture.completedFuture(reached)
                        : broker.get().send(band, payload));
    }

    /** An address of one's own that a socket bound there can be reached at. */
    private static String reachable(String host) {
        return host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
    }

    private static Optional<BrokerOptions> brokerOf(Settings settings) {
        Settings.Broker broker = settings.broker();
        return broker.url()
                .map(url -> new BrokerOptions(
                        url,
                        broker.clientId(),
                        broker.user().orElse(""),
                        broker.password().orElse(""),
                        broker.shared(),
                        broker.clients(),
                        broker.receiveMaximum()));
    }
}
