package io.kanhu.simulator.load;

import io.kanhu.simulator.band.CannotRun;
import io.kanhu.simulator.band.Credentials;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/** Bands on one event loop, connected and loaded. Methods block unless they say otherwise; one caller at a time. */
final class Load implements AutoCloseable {
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(60);
    private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(60);
    /** An address has 28,000 ports, and a closed connection keeps its own for a minute: this leaves room for ten rounds. */
    private static final int PER_ADDRESS = 2_500;

    private static final int RECONNECT_MILLIS = 500;
    private static final long TICK_MICROS = 500;

    private final LoadOptions options;
    private final LoadFigures figures = new LoadFigures();
    private final List<LoadedBand> bands = new ArrayList<>();
    private final MultiThreadIoEventLoopGroup loop;
    private final Bootstrap bootstrap;
    private volatile boolean ending;
    private volatile boolean closing;
    private long nextDue;
    private int turn;

    Load(LoadOptions options, List<Credentials> members) {
        this.options = options;
        Transport transport = Transport.best();
        this.loop = new MultiThreadIoEventLoopGroup(1, transport.handlers());
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(transport.channel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_PATIENCE.toMillis());
        Payload payload = new Payload();
        for (Credentials member : members) {
            bands.add(new LoadedBand(bands.size(), member, options, figures, payload));
        }
    }

    LoadFigures figures() {
        return figures;
    }

    List<LoadedBand> bands() {
        return bands;
    }

    /**
     * Connects everybody, so many at once.
     *
     * @return how long it took until the last was in
     * @throws CannotRun if some do not get in within a minute
     */
    Duration connect(int atOnce) throws InterruptedException {
        ending = false;
        long begun = System.nanoTime();
        for (int from = 0; from < bands.size(); from += atOnce) {
            List<LoadedBand> some = bands.subList(from, Math.min(from + atOnce, bands.size()));
            loop.execute(() -> some.forEach(this::open));
            int expected = from + some.size();
            await(CONNECT_PATIENCE, () -> figures.connectedNow() >= expected || figures.isAnyRefused());
            if (figures.connectedNow() < expected) {
                throw new CannotRun(
                        figures.isAnyRefused()
                                ? "the server does not let some bands in; are they enrolled there?"
                                : "only " + figures.connectedNow() + " of " + bands.size() + " bands could connect");
            }
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** Ends all connections without a goodbye. */
    void disconnect() throws InterruptedException {
        loop.submit(() -> bands.forEach(LoadedBand::close)).sync();
        await(DRAIN_PATIENCE, () -> figures.connectedNow() == 0);
    }

    /** Begins to send. Does not block. */
    void begin() {
        loop.execute(() -> {
            if (options.perSecond() == 0) {
                bands.forEach(band -> band.fill(true));
            } else {
                nextDue = System.nanoTime();
                tick();
            }
        });
        keepConnected();
    }

    /** From now on acknowledgements count, or do not. */
    void count(boolean on) throws InterruptedException {
        loop.submit(() -> figures.count(on)).sync();
    }

    /** What has counted until now, in microseconds from when a message was due to its PUBACK: a copy. */
    Histogram micros() {
        return loop.submit(() -> figures.micros().copy()).syncUninterruptibly().getNow();
    }

    /** Sends no more and waits for what is on its way. Returns what is still not acknowledged after a minute. */
    long drain() throws InterruptedException {
        ending = true;
        loop.submit(() -> bands.forEach(band -> band.fill(false))).sync();
        await(DRAIN_PATIENCE, () -> unanswered() == 0);
        return unanswered();
    }

    private long unanswered() {
        return loop.submit(() -> bands.stream().mapToLong(LoadedBand::inFlight).sum())
                .syncUninterruptibly()
                .getNow();
    }

    /** Sends what is due: open loop, so a server that lags is measured from when it should have had the message. */
    private void tick() {
        long now = System.nanoTime();
        double interval = 1e9 / options.perSecond();
        while (!ending && nextDue <= now) {
            bands.get(turn).due(nextDue);
            turn = (turn + 1) % bands.size();
            nextDue += Math.round(interval);
        }
        if (!ending) {
            var unused = loop.schedule(this::tick, TICK_MICROS, TimeUnit.MICROSECONDS);
        }
    }

    /** A band that was sent away comes again, as real ones do. */
    private void keepConnected() {
        var unused = loop.scheduleWithFixedDelay(
                () -> {
                    for (LoadedBand band : bands) {
                        if (!closing
                                && band.isGone()
                                && ThreadLocalRandom.current().nextInt(3) == 0) {
                            open(band);
                        }
                    }
                },
                RECONNECT_MILLIS,
                RECONNECT_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private void open(LoadedBand band) {
        band.connecting(System.nanoTime());
        String from = "127.0.0." + (2 + band.number() / PER_ADDRESS);
        ChannelFuture connecting = bootstrap
                .clone()
                .handler(band)
                .connect(new InetSocketAddress(options.host(), options.port()), new InetSocketAddress(from, 0));
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                band.notConnected();
            }
        });
    }

    private static void await(Duration patience, BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < until) {
            Thread.sleep(5);
        }
    }

    /** Ends the connections first: a loop that ends under a thousand open ones complains about each. */
    @Override
    public void close() {
        closing = true;
        ending = true;
        try {
            disconnect();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
