package io.kanhu.server.http;

import io.kanhu.alerting.episode.AlertBook;
import io.kanhu.alerting.episode.AlertView;
import io.kanhu.registry.Consent;
import io.kanhu.registry.Consents;
import io.kanhu.registry.Roster;
import io.kanhu.registry.Scopes;
import io.kanhu.server.session.User;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Why somebody may see a wearer, and where the wearer is. Those who have the office of an area may see whoever lives there; a worker
 * has a shift in the wearer's grid; and an open call is a reason for everybody who sees it. Blocks.
 */
final class Reasons {
    private final Jdbi jdbi;
    private final Roster roster;
    private final Scopes scopes;
    private final Consents consents;
    private final AlertBook book;
    private final Clock clock;

    Reasons(Jdbi jdbi, Roster roster, Scopes scopes, Consents consents, AlertBook book, Clock clock) {
        this.jdbi = jdbi;
        this.roster = roster;
        this.scopes = scopes;
        this.consents = consents;
        this.book = book;
        this.clock = clock;
    }

    /** Whether somebody who sees an alert sees the person, too: those who go or send, not those who keep the machines. */
    static boolean goesOrSends(User user) {
        return user.workerId() != null || user.role().seesEveryWearer();
    }

    /** Whether there is any. Who has none cannot tell whether there is such a wearer. */
    boolean maySee(User user, long wearerId) {
        return livesInTheirs(user, wearerId)
                || isInGrids(wearerId, gridsOf(user))
                || (goesOrSends(user) && openAlert(user, wearerId).isPresent());
    }

    /**
     * Whether somebody who may see a wearer may also see where they are: those who have the office always, a worker during a call, and
     * in their own grids if the wearer has agreed to it.
     */
    boolean mayKnowWhere(User user, long wearerId) {
        return livesInTheirs(user, wearerId)
                || openAlert(user, wearerId).isPresent()
                || (consents.holds(wearerId, Consent.WHEREABOUTS) && isInGrids(wearerId, gridsOf(user)));
    }

    /** An open alert of the wearer that this user sees, the newest. */
    Optional<AlertView> openAlert(User user, long wearerId) {
        return book.openOf(user.viewer(), wearerId).stream().findFirst();
    }

    /** The grids a worker has shifts in, about now. */
    List<Long> gridsOf(User user) {
        Long worker = user.workerId();
        return worker == null ? List.of() : jdbi.withHandle(handle -> roster.gridsOf(handle, worker, clock.instant()));
    }

    private boolean livesInTheirs(User user, long wearerId) {
        return user.role().seesEveryWearer() && scopes.hasWearer(user.scope(), wearerId);
    }

    private boolean isInGrids(long wearerId, List<Long> grids) {
        return !grids.isEmpty()
                && jdbi.withHandle(handle -> handle.createQuery(
                                "SELECT EXISTS (SELECT FROM wearer WHERE id = :wearer AND grid_id = ANY(:grids))")
                        .bind("wearer", wearerId)
                        .bindArray("grids", Long.class, grids)
                        .mapTo(boolean.class)
                        .one());
    }
}
