package io.kanhu.server;

import com.zaxxer.hikari.HikariDataSource;
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
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The meters, and the Vert.x that reports its web requests to them. */
final class Telemetry implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final Vertx vertx;
    private final Vertx bands;

    Telemetry(DataSource pool, Path data) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new DiskSpaceMetrics(data.toFile()).bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        garbage.bindTo(registry);
        if (pool instanceof HikariDataSource hikari) {
            registry.gauge("kanhu.database.connections.waiting", hikari, Telemetry::waiting);
        }
        MicrometerMetricsOptions options = new MicrometerMetricsOptions()
                .setEnabled(true)
                .setLabels(Set.copyOf(EnumSet.of(Label.HTTP_METHOD, Label.HTTP_CODE, Label.HTTP_ROUTE)));
        for (MetricsDomain domain : EnumSet.complementOf(EnumSet.of(MetricsDomain.HTTP_SERVER))) {
            options.addDisabledMetricsCategory(domain);
        }
        // Files for browsers do not go out whole over io_uring (decision 8), so people and bands are served apart.
        vertx = open(options, Transport.EPOLL);
        bands = open(options, Transport.IO_URING, Transport.EPOLL);
    }

    private Vertx open(MicrometerMetricsOptions options, @Nullable Transport... wanted) {
        return Vertx.builder()
                .with(new VertxOptions().setMetricsOptions(options))
                .withTransport(Stream.of(wanted)
                        .filter(transport -> transport != null && transport.available())
                        .findFirst()
                        .orElse(Transport.NIO))
                .withMetrics(new MicrometerMetricsFactory(registry))
                .build();
    }

    private static double waiting(HikariDataSource pool) {
        return pool.getHikariPoolMXBean() == null
                ? 0
                : pool.getHikariPoolMXBean().getThreadsAwaitingConnection();
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    /** For browsers and whoever watches. */
    Vertx vertx() {
        return vertx;
    }

    /** For bands. io_uring hands many small reads and writes to the kernel at once; not every system lets one use it. */
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
