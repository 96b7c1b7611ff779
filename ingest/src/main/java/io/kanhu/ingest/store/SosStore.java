package io.kanhu.ingest.store;

import io.kanhu.ingest.SosHook;
import io.kanhu.ingest.SosHook.Pressed;
import io.kanhu.ingest.state.WearerStates;
import io.kanhu.protocol.SosCancel;
import io.kanhu.protocol.SosPress;
import io.kanhu.protocol.StatusReport;
import io.kanhu.protocol.Telemetry;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores presses and what they set off in one transaction: the press, the place and pulse it carries, the alert, its first
 * event and the notifications. A press that is known already sets off nothing.
 */
public final class SosStore implements BatchWriter {
    private static final Logger LOG = LoggerFactory.getLogger(SosStore.class);

    private final Jdbi jdbi;
    private final SosHook hook;
    private final WearerStates states;
    private final PressAtOnce atOnce;

    public SosStore(DataSource database, SosHook hook, WearerStates states) {
        this.jdbi = Jdbi.create(database);
        this.hook = hook;
        this.states = states;
        this.atOnce = new PressAtOnce(jdbi, hook, states);
    }

    @Override
    public void write(List<Entry> batch) throws SQLException {
        if (batch.size() > 1 || !isWrittenAtOnce(batch.getFirst())) {
            writeStepByStep(batch);
        }
        tellOfTheCommit();
    }

    private boolean isWrittenAtOnce(Entry entry) throws SQLException {
        try {
            return atOnce.write(entry);
        } catch (SQLException | RuntimeException e) {
            switch (Trouble.of(e)) {
                case AWAY -> {
                    if (e instanceof JdbiException jdbiFailure) {
                        throw sqlOf(jdbiFailure);
                    }
                    throw e;
                }
                case OF_THE_MESSAGE ->
                    LOG.debug("a press is written step by step, which says what is wrong with it", e);
                case OURS ->
                    LOG.error(
                            "a call for help cannot be written at once, and is step by step; please report this band={}",
                            entry.delivery().band(),
                            e);
            }
            return false;
        }
    }

    private void writeStepByStep(List<Entry> batch) throws SQLException {
        Measurements measurements = new Measurements();
        try {
            jdbi.useTransaction(handle -> {
                Presses presses = new Presses(handle, batch);
                List<Pressed> calls = presses.calls();
                if (!calls.isEmpty()) {
                    hook.begin(handle, calls);
                }
                for (Entry entry : batch) {
                    store(handle, entry, presses, measurements);
                    Rejections.record(handle.getConnection(), entry.delivery(), entry.refusals());
                }
                presses.linkAlerts();
                hook.complete(handle);
                measurements.write(handle.getConnection(), true);
            });
        } catch (JdbiException e) {
            throw sqlOf(e);
        }
        states.note(measurements::noteIn);
    }

    /** After the commit there is nothing left to fail: whoever is told looks again by themselves within a second. */
    private void tellOfTheCommit() {
        try {
            hook.committed();
        } catch (RuntimeException e) {
            LOG.error("nobody was told of the commit; what was stored is found at the next look", e);
        }
    }

    private void store(Handle handle, Entry entry, Presses presses, Measurements measurements) {
        String band = entry.delivery().band();
        Instant receivedAt = entry.delivery().receivedAt();
        switch (entry.message()) {
            case null -> {}
            case SosPress press -> press(handle, band, receivedAt, press, presses, measurements);
            case SosCancel cancel -> {
                presses.linkAlerts();
                callOff(handle, band, receivedAt, cancel);
            }
            case Telemetry telemetry ->
                throw new IllegalStateException(
                        "telemetry in the SOS lane: " + telemetry.reports().size());
            case StatusReport status ->
                throw new IllegalStateException("a status in the SOS lane: " + status.reportedAt());
        }
    }

    private void press(
            Handle handle,
            String band,
            Instant receivedAt,
            SosPress press,
            Presses presses,
            Measurements measurements) {
        measurements.add(
                band, presses.wearerOf(band, press), receivedAt, press.pressedAt(), press.heartRateBpm(), press.fix());
        presses.takeNew(band, press)
                .filter(pressed -> press.isFullPress())
                .ifPresent(pressed -> presses.countsFor(pressed, hook.raise(handle, pressed)));
    }

    private void callOff(Handle handle, String band, Instant receivedAt, SosCancel cancel) {
        Optional<Long> alertId = handle.createQuery("""
                        SELECT alert_id FROM sos_press
                         WHERE band = :band AND press_id = :id AND alert_id IS NOT NULL
                         ORDER BY received_at DESC LIMIT 1
                        """)
                .bind("band", band)
                .bind("id", cancel.id())
                .mapTo(Long.class)
                .findOne();
        alertId.ifPresent(id -> hook.callOff(handle, id, cancel.cancelledAt(), receivedAt));
    }

    /** What the database said; what it had no part in goes on as it is. */
    private static SQLException sqlOf(JdbiException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        throw e;
    }
}
