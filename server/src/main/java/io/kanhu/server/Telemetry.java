package io.kanhu.server;

import io.kanhu.database.Database;
import io.kanhu.ingest.gateway.GatewayTransport;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.transport.Transport;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The meters, and the two Vert.x: one for people, which reports its web requests to them, and one for bands. */
final class Telemetry implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final Vertx vertx;
    private final Vertx bands;

    Telemetry(Database database, Path data) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new DiskSpaceMetrics(data.toFile()).bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        garbage.bindTo(registry);
        registry.gauge("kanhu.database.connections.waiting", database, Database::waiting);
        MicrometerMetricsOptions options = new MicrometerMetricsOptions()
                .setEnabled(true)
                .setLabels(Set.copyOf(EnumSet.of(Label.HTTP_METHOD, Label.HTTP_CODE, Label.HTTP_ROUTE)));
        for (MetricsDomain domain : EnumSet.complementOf(EnumSet.of(MetricsDomain.HTTP_SERVER))) {
            options.addDisabledMetricsCategory(domain);
        }
        // Files for browsers do not go out whole over io_uring (decision 8), so people and bands are served apart.
        vertx = open(options, Transport.EPOLL != null && Transport.EPOLL.available() ? Transport.EPOLL : Transport.NIO);
        Transport ofBands = GatewayTransport.best();
        bands = open(options, ofBands);
        LOG.info("bands are served over {}", ofBands.name());
    }

    private Vertx open(MicrometerMetricsOptions options, Transport transport) {
        return Vertx.builder()
                .with(new VertxOptions().setMetricsOptions(options))
                .withTransport(transport)
                .withMetrics(new MicrometerMetricsFactory(registry))
                .build();
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    /** For browsers and whoever watches. */
    Vertx vertx() {
        return vertx;
    }

    /** For bands. */
    Vertx bands() {
        return bands;
    }

    @Override
    public void close() {
        bands.close().toCompletionStage().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        garbage.close();
        registry.close();
    }
}
