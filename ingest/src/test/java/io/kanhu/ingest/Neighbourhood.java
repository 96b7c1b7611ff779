package io.kanhu.ingest;

import io.kanhu.database.TestDatabase;
import io.kanhu.ingest.pipeline.Pipeline;
import io.kanhu.ingest.store.RuleHook;
import io.kanhu.registry.BandDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** A database with one grid, one wearer a band, and the directory that knows them. Every band's secret is "secret of " and its id. */
public final class Neighbourhood implements AutoCloseable {
    private final TestDatabase database;

    /** With these bands, each worn by somebody of its own since 1970. */
    public Neighbourhood(String... bands) {
        this(TestDatabase.fresh(), bands);
    }

    /** The same in this database, which is closed with it. */
    public Neighbourhood(TestDatabase database, String... bands) {
        this.database = database;
        jdbi().useHandle(h -> {
            h.execute("INSERT INTO area (code, name, level) VALUES ('A', 'Area', 'community')");
            h.execute("INSERT INTO grid (code, name, area_id) VALUES ('G', 'Grid', 1)");
        });
        for (String band : bands) {
            enrol(band);
        }
    }

    public static String secretOf(String band) {
        return "secret of " + band;
    }

    public Jdbi jdbi() {
        return database.jdbi();
    }

    public TestDatabase database() {
        return database;
    }

    /** A loaded directory of these bands. */
    public BandDirectory directory() {
        BandDirectory directory = new BandDirectory(jdbi(), Clock.systemUTC());
        directory.refresh();
        return directory;
    }

    /** What stores for these bands, over the database's one pool; not started. Whoever asks for it closes it. */
    public Pipeline pipeline(SosHook hook, MeterRegistry metrics) {
        DataSource pool = database.dataSource();
        return new Pipeline(pool, pool, directory(), hook, RuleHook.NONE, Clock.systemUTC(), metrics);
    }

    public long count(String sql) {
        return jdbi().withHandle(h -> h.createQuery(sql).mapTo(long.class).one());
    }

    @Override
    public void close() {
        database.close();
    }

    private void enrol(String band) {
        jdbi().useTransaction(h -> {
            long wearer = h.createQuery(
                            "INSERT INTO wearer (code, name, grid_id) VALUES (:band, :band, 1) RETURNING id")
                    .bind("band", band)
                    .mapTo(long.class)
                    .one();
            h.createUpdate("INSERT INTO band (id, secret_sha256) VALUES (:band, :hash)")
                    .bind("band", band)
                    .bind("hash", sha256(secretOf(band)))
                    .execute();
            h.createUpdate("INSERT INTO band_assignment (band, wearer_id, starts_at) VALUES (:band, :wearer, 'epoch')")
                    .bind("band", band)
                    .bind("wearer", wearer)
                    .execute();
        });
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
