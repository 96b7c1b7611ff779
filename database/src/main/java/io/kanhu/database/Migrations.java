package io.kanhu.database;

import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.jdbi.v3.core.Jdbi;

/** Brings a database to the schema of this version: forward only, on an empty and on a populated one. */
final class Migrations {
    private static final String COMMON = "classpath:db/migration";

    private Migrations() {}

    static void run(DataSource dataSource) {
        run(dataSource, MigrationVersion.LATEST);
    }

    static void run(DataSource dataSource, MigrationVersion target) {
        FluentConfiguration flyway = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(dataSource)
                .locations(locationsFor(Jdbi.create(dataSource)).toArray(String[]::new))
                .target(target)
                .loggers("slf4j");
        // The lock is the session's: a transaction's would stay open beside the migrations for as long as they run.
        flyway.getConfigurationExtension(PostgreSQLConfigurationExtension.class).setTransactionalLock(false);
        flyway.load().migrate();
    }

    /** Which tables the measurements get is decided once, by what the server offers at the first migration. */
    private static List<String> locationsFor(Jdbi jdbi) {
        return jdbi.withHandle(handle -> {
            boolean timescale = handle.createQuery("""
                            SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'timescaledb')
                               AND NOT EXISTS (SELECT FROM pg_partitioned_table WHERE partrelid = to_regclass('vital_sign'))
                            """).mapTo(boolean.class).one();
            if (timescale) {
                handle.execute("CREATE EXTENSION IF NOT EXISTS timescaledb");
            }
            return List.of(COMMON, timescale ? "classpath:db/timescale" : "classpath:db/plain");
        });
    }
}
