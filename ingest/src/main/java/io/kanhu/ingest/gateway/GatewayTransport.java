package io.kanhu.ingest.gateway;

import io.vertx.core.transport.Transport;
import java.util.stream.Stream;

/**
 * How the sockets of bands are driven: by io_uring, which hands many small reads and writes to the kernel at once, or by epoll where a
 * system does not let us use that, or by what Java has.
 */
public final class GatewayTransport {
    private GatewayTransport() {}

    /** The first of them that works here. */
    public static Transport best() {
        return Stream.of(Transport.IO_URING, Transport.EPOLL)
                // A transport whose jar is not there is null.
                .filter(transport -> transport != null && transport.available())
                .findFirst()
                .orElse(Transport.NIO);
    }
}
