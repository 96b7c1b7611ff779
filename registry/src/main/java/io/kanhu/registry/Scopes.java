package io.kanhu.registry;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Whether a wearer, a worker, a grid or an area belongs to somebody's part of the city. Every question of that kind is asked here, or
 * by way of the database's {@code areas_in}, which is asked here too. Who lives in no grid belongs to the whole city only. Blocks.
 */
public final class Scopes {
    private final Jdbi jdbi;

    public Scopes(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Whether the wearer lives there. */
    public boolean hasWearer(Scope scope, long wearerId) {
        return scope.isCity() || wearers(scope, List.of(wearerId)).contains(wearerId);
    }

    /** Those of these wearers who live there. */
    public Set<Long> wearers(Scope scope, Collection<Long> wearerIds) {
        return some(scope, wearerIds, """
                SELECT w.id FROM wearer w JOIN grid g ON g.id = w.grid_id
                 WHERE w.id = ANY(:ids) AND g.area_id IN (SELECT areas_in(:area))
                """);
    }

    /** Whether the worker belongs to an area there, or stands in the roster of a grid there. */
    public boolean hasWorker(Scope scope, long workerId) {
        return scope.isCity() || workers(scope, List.of(workerId)).contains(workerId);
    }

    /** Those of these workers who do. */
    public Set<Long> workers(Scope scope, Collection<Long> workerIds) {
        return some(scope, workerIds, """
                SELECT w.id FROM worker w
                 WHERE w.id = ANY(:ids)
                   AND (w.area_id IN (SELECT areas_in(:area))
                        OR EXISTS (SELECT FROM worker_grid p JOIN grid g ON g.id = p.grid_id
                                    WHERE p.worker_id = w.id AND g.area_id IN (SELECT areas_in(:area))))
                """);
    }

    /** Whether the area with this code lies there; the whole city, which has no code, lies in itself only. */
    public boolean hasArea(Scope scope, @Nullable String code) {
        return scope.isCity()
                || (code != null
                        && one(
                                scope,
                                "SELECT EXISTS (SELECT FROM area WHERE code = :code AND id IN (SELECT areas_in(:area)))",
                                code));
    }

    /** Whether the grid with this code lies there. */
    public boolean hasGrid(Scope scope, @Nullable String code) {
        return scope.isCity()
                || (code != null
                        && one(
                                scope,
                                "SELECT EXISTS (SELECT FROM grid WHERE code = :code AND area_id IN (SELECT areas_in(:area)))",
                                code));
    }

    /** The grids there; nothing for the whole city, which has them all. */
    public Optional<List<Long>> grids(Scope scope) {
        return scope.isCity()
                ? Optional.empty()
                : Optional.of(jdbi.withHandle(
                        handle -> handle.createQuery("SELECT id FROM grid WHERE area_id IN (SELECT areas_in(:area))")
                                .bind("area", scope.areaId())
                                .mapTo(Long.class)
                                .list()));
    }

    /** The part of the city that an area with this code is; nothing if there is none. */
    public Optional<Scope> ofArea(String code) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT id FROM area WHERE code = :code")
                .bind("code", code)
                .mapTo(Long.class)
                .findOne()
                .map(Scope::new));
    }

    private Set<Long> some(Scope scope, Collection<Long> ids, String sql) {
        if (scope.isCity() || ids.isEmpty()) {
            return Set.copyOf(ids);
        }
        return new HashSet<>(jdbi.withHandle(handle -> handle.createQuery(sql)
                .bindArray("ids", Long.class, ids.toArray())
                .bind("area", scope.areaId())
                .mapTo(Long.class)
                .list()));
    }

    private boolean one(Scope scope, String sql, String code) {
        return jdbi.withHandle(handle -> handle.createQuery(sql)
                .bind("code", code)
                .bind("area", scope.areaId())
                .mapTo(boolean.class)
                .one());
    }
}
