package io.kanhu.server.http;

import io.kanhu.alerting.feed.Feed;
import io.kanhu.alerting.feed.FeedItem;
import io.kanhu.alerting.feed.Subscription;
import io.kanhu.alerting.outage.HeldCalls;
import io.kanhu.alerting.outage.HeldView;
import io.kanhu.server.session.Sessions;
import io.kanhu.server.session.User;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Alerts as server-sent events. A beat every 15 s keeps proxies from closing the stream, tells phones that the line is alive and us
 * of phones that are gone; with it the session is looked at again, so that logging out ends the stream.
 */
final class AlertStream implements Api.Subject {
    private static final Logger LOG = LoggerFactory.getLogger(AlertStream.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** From one attempt to read what a stream has missed to the next. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    /** What a phone that does not read may pile up here, in bytes; then it is disconnected and comes again. */
    private static final int MOST_UNREAD_BYTES = 256 * 1024;

    private final Feed feed;
    private final HeldCalls held;
    private final PracticeCalls practice;
    private final Sessions sessions;
    private final Audit audit;

    AlertStream(Feed feed, HeldCalls held, PracticeCalls practice, Sessions sessions, Audit audit) {
        this.feed = feed;
        this.held = held;
        this.practice = practice;
        this.sessions = sessions;
        this.audit = audit;
    }

    @Override
    public void bind(Operations operations) {
        operations.addStreaming("streamAlerts", this::begin);
    }

    private void begin(RoutingContext context, User user) {
        Long lastEventId = lastEventId(context.request().getHeader("Last-Event-ID"));
        Long position = held.isHolding() ? null : position();
        Context loop = Operations.loopOf(context);
        Watch watch = new Watch(context, loop);
        loop.runOnContext(nothing -> watch.open());
        if (lastEventId == null) {
            // Before the greeting, at which the page reads its list: what is committed after that comes by the stream.
            watch.subscription = subscribe(user, null, watch, context.response());
        }
        loop.runOnContext(nothing -> watch.greet(position));
        watch.stopHolding = held.onlookers().add(held, user.workerId(), user.office(), watch::push);
        watch.stopPractising = practice.watch(user.id(), watch::push);
        if (lastEventId != null) {
            watch.subscription = subscribe(user, lastEventId, watch, context.response());
        }
        if (context.response().closed()) {
            watch.end();
        }
    }

    /** Where the feed is; {@code null} while the database is away: the stream is open for calls that are held. */
    private @Nullable Long position() {
        try {
            return feed.position();
        } catch (JdbiException e) {
            LOG.info("a stream is opened without the database why=\"{}\"", e.getMessage());
            return null;
        }
    }

    /** What was missed is sent as soon as the database can be asked. */
    private @Nullable Subscription subscribe(
            User user, @Nullable Long lastEventId, Watch watch, HttpServerResponse response) {
        while (!response.closed()) {
            try {
                return feed.subscribe(user.viewer(), lastEventId, item -> {
                    watch.push(item);
                    audit.placesBeside(user, item.alert());
                });
            } catch (JdbiException e) {
                LOG.debug("a stream waits for the database to hear what it missed", e);
                LockSupport.parkNanos(AGAIN.toNanos());
            }
        }
        return null;
    }

    private static @Nullable Long lastEventId(@Nullable String header) {
        // What is not ours is as good as none: the page loads the list anyway.
        return header != null && header.matches("\\d{1,18}") ? Long.valueOf(header) : null;
    }

    private final class Watch {
        private final RoutingContext context;
        private final HttpServerResponse response;
        private final Context loop;
        private final long timer;
        private volatile @Nullable Subscription subscription;
        private volatile @Nullable Runnable stopHolding;
        private volatile @Nullable Runnable stopPractising;

        private Watch(RoutingContext context, Context loop) {
            this.context = context;
            this.response = context.response();
            this.loop = loop;
            this.timer = context.vertx().setPeriodic(HEARTBEAT.toMillis(), nothing -> beat());
        }

        private void open() {
            response.closeHandler(nothing -> end());
            response.exceptionHandler(nothing -> end());
            response.setWriteQueueMaxSize(MOST_UNREAD_BYTES);
            response.setChunked(true)
                    .putHeader("Content-Type", "text/event-stream")
                    .putHeader("Cache-Control", "no-store")
                    .putHeader("X-Accel-Buffering", "no");
        }

        private void greet(@Nullable Long position) {
            String id = position == null ? "" : "id: " + position + "\n";
            write("retry: 1000\n" + id + "event: hello\ndata: {}\n\n");
        }

        /** On the feed's thread, or the one that subscribes. */
        private void push(FeedItem item) {
            String text = "id: " + item.eventId() + "\nevent: alert\ndata: "
                    + AlertShape.alert(item.alert()).encode() + "\n\n";
            loop.runOnContext(nothing -> write(text));
        }

        /** On any thread. It has no id: what comes next in the feed is replayed all the same. */
        private void push(HeldView call) {
            String text = "event: held\ndata: " + HeldCallsApi.shape(call).encode() + "\n\n";
            loop.runOnContext(nothing -> write(text));
        }

        /** On any thread. A call to practise with is not replayed. */
        private void push(JsonObject practised) {
            String text = "event: practice\ndata: " + practised.encode() + "\n\n";
            loop.runOnContext(nothing -> write(text));
        }

        private void write(String text) {
            if (response.closed() || response.ended()) {
                return;
            }
            if (response.writeQueueFull()) {
                // It comes back with Last-Event-ID and misses nothing.
                var unused = context.request().connection().close();
                return;
            }
            var unused = response.write(text);
        }

        private void beat() {
            Thread.startVirtualThread(() -> {
                boolean open = sessionIsOpen();
                loop.runOnContext(nothing -> {
                    if (open) {
                        write("event: beat\ndata: {}\n\n");
                    } else if (!response.closed()) {
                        end();
                        var unused = response.end();
                    }
                });
            });
        }

        private boolean sessionIsOpen() {
            try {
                return Operations.tokenOf(context).flatMap(sessions::find).isPresent();
            } catch (JdbiException e) {
                LOG.debug("a session cannot be looked up, its stream goes on", e);
                return true;
            }
        }

        private void end() {
            context.vertx().cancelTimer(timer);
            Subscription open = subscription;
            if (open != null) {
                open.close();
            }
            for (Runnable stop : new @Nullable Runnable[] {stopHolding, stopPractising}) {
                if (stop != null) {
                    stop.run();
                }
            }
        }
    }
}
