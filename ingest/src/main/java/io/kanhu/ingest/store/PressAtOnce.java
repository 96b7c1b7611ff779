package io.kanhu.ingest.store;

import static java.util.stream.Collectors.joining;

import io.kanhu.ingest.Part;
import io.kanhu.ingest.SosHook;
import io.kanhu.ingest.SosHook.Foreseen;
import io.kanhu.ingest.Values;
import io.kanhu.ingest.state.WearerStates;
import io.kanhu.protocol.SosPress;
import io.kanhu.registry.Band;
import io.kanhu.registry.Worn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Stores the press that comes alone and opens a case, which is what there nearly always is, in two ways to the database: what it will set
 * off is asked for, and then everything is written in one, which is a transaction of its own. The database sees to it that nothing has
 * come between. Used by one thread; blocks.
 */
final class PressAtOnce {
    /** SQLSTATE class of what contradicts something that is stored. */
    private static final String CONTRADICTION = "23";

    private final Jdbi jdbi;
    private final SosHook hook;
    private final WearerStates states;

    PressAtOnce(Jdbi jdbi, SosHook hook, WearerStates states) {
        this.jdbi = jdbi;
        this.hook = hook;
        this.states = states;
    }

    /** Returns whether it is stored; if not nothing is, and it has to be stored step by step. */
    boolean write(Entry entry) throws SQLException {
        Band band = entry.band();
        if (band == null
                || !entry.refusals().isEmpty()
                || !(entry.message() instanceof SosPress press)
                || !press.isFullPress()) {
            return false;
        }
        Worn worn = band.wearerAt(press.pressedAt());
        if (worn == null) {
            return false;
        }
        Arrival arrival = new Arrival(
                entry.delivery().band(), press, worn, entry.delivery().receivedAt());
        return jdbi.withHandle(handle -> write(handle, arrival));
    }

    private boolean write(Handle handle, Arrival arrival) throws SQLException {
        Optional<Foreseen> foreseen = hook.foresee(handle, arrival.seen(null));
        if (foreseen.isEmpty()) {
            return false;
        }
        SosPress press = arrival.press();
        Measurements measurements = new Measurements();
        measurements.add(
                arrival.band(),
                arrival.wearerId(),
                arrival.receivedAt(),
                press.pressedAt(),
                press.heartRateBpm(),
                press.fix());
        List<Part> parts = new ArrayList<>(foreseen.get().parts());
        parts.add(PressTable.insert(arrival, foreseen.get().alertId()));
        parts.addAll(measurements.parts());
        if (!areTrue(handle.getConnection(), parts)) {
            return false;
        }
        states.note(measurements::noteIn);
        foreseen.get().isWritten();
        return true;
    }

    /** The driver sends them together and asks for an answer at the end: without a transaction around them that is one. */
    private static boolean areTrue(Connection connection, List<Part> parts) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(parts.stream().map(Part::sql).collect(joining(";")))) {
            Values values = new Values(statement);
            for (Part part : parts) {
                part.bind(values);
            }
            statement.execute();
            return true;
        } catch (SQLException e) {
            String state = e.getSQLState();
            if (state != null && state.startsWith(CONTRADICTION)) {
                return false;
            }
            throw e;
        }
    }
}
