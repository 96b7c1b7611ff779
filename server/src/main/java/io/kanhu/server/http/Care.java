package io.kanhu.server.http;

import io.kanhu.registry.Scopes;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Whose care somebody has: which wearers their page, their notes and their visits are open to. Asked here and nowhere else. Blocks. */
final class Care {
    private final Jdbi jdbi;
    private final Scopes scopes;

    Care(Jdbi jdbi, Scopes scopes) {
        this.jdbi = jdbi;
        this.scopes = scopes;
    }

    /** Only for supervisors, care staff and administrators. */
    void require(Call call) {
        if (!call.user().role().seesEveryWearer()) {
            throw new Problem(403, "Wearers' pages are for supervisors, care staff and administrators.");
        }
    }

    /** The grids whose wearers are theirs; {@code null} for all. */
    @Nullable
    List<Long> gridsOf(Call call) {
        require(call);
        return scopes.grids(call.user().scope()).orElse(null);
    }

    /** The same for a wearer there is. Who may not see them cannot tell whether there are. */
    void requireWearer(Call call, long wearerId) {
        List<Long> grids = gridsOf(call);
        boolean theirs = jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT EXISTS (SELECT FROM wearer WHERE id = :id AND (:everywhere OR grid_id = ANY(:grids)))
                        """)
                .bind("id", wearerId)
                .bind("everywhere", grids == null)
                .bindArray("grids", Long.class, grids == null ? List.of() : grids)
                .mapTo(boolean.class)
                .one());
        if (!theirs) {
            throw new Problem(404, "There is no wearer " + wearerId + " whom you look after.");
        }
    }
}
