package io.kanhu.server.http;

import io.kanhu.server.config.Networks;
import io.kanhu.server.session.Origin;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a request comes from. Proxies that are trusted say so in {@code X-Forwarded-For}; anybody else may write there what they
 * like, so it is not read.
 */
final class Addresses {
    private static final Logger LOG = LoggerFactory.getLogger(Addresses.class);
    private static final int MOST_HOPS = 20;

    private final Networks trusted;
    private final AtomicBoolean told = new AtomicBoolean();

    Addresses(Networks trusted) {
        this.trusted = trusted;
    }

    /** The network address of whoever sent it: the last that no trusted proxy has. */
    String of(HttpServerRequest request) {
        String peer = String.valueOf(request.remoteAddress().hostAddress());
        List<String> forwarded = request.headers().getAll("X-Forwarded-For");
        if (forwarded.isEmpty()) {
            return peer;
        }
        if (!trusted.contain(peer)) {
            if (told.compareAndSet(false, true)) {
                LOG.warn(
                        "requests come through a proxy that is not trusted to say where from; name it in kanhu.http.trusted-proxies address={}",
                        peer);
            }
            return peer;
        }
        String[] hops = String.join(",", forwarded).split(",", -1);
        String client = peer;
        for (int i = hops.length - 1; i >= Math.max(0, hops.length - MOST_HOPS); i--) {
            Optional<String> hop = Networks.addressIn(hops[i]);
            if (hop.isEmpty()) {
                return client;
            }
            client = hop.get();
            if (!trusted.contain(client)) {
                return client;
            }
        }
        return client;
    }

    /** Whether requests of this address may be of many people, because a proxy does not say whose they are. */
    boolean isShared(HttpServerRequest request) {
        return request.headers().contains("X-Forwarded-For")
                && !trusted.contain(String.valueOf(request.remoteAddress().hostAddress()));
    }

    /** For the list of one's sessions. */
    Origin originOf(HttpServerRequest request) {
        String browser = request.getHeader("User-Agent");
        return new Origin(of(request), browser == null ? "" : browser);
    }
}
