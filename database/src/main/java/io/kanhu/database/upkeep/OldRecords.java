package io.kanhu.database.upkeep;

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Removes alerts that ended long ago, with what belongs to them, presses, what bands were asked, and the log of who looked at whom; and
 * the last place of those who have not been anywhere since. What is still open stays, however old. Self-tests are kept for a day. A
 * thousand at a time, so that nobody waits. Blocks.
 */
public final class OldRecords {
    private static final int AT_ONCE = 1_000;

    private static final String ANYBODY = "";
    private static final String NOBODY = "AND wearer_id IN (SELECT id FROM wearer WHERE synthetic)";

    private final Jdbi jdbi;
    private final Keep keep;
    private final Clock clock;

    public OldRecords(Jdbi jdbi, Keep keep, Clock clock) {
        this.jdbi = jdbi;
        this.keep = keep;
        this.clock = clock;
    }

    public void forget() {
        OffsetDateTime alerts = ago(keep.alerts());
        OffsetDateTime selfTests = ago(1);
        OffsetDateTime looks = ago(keep.looks());
        OffsetDateTime places = ago(keep.locations());
        boolean more = true;
        while (more && !Thread.currentThread().isInterrupted()) {
            more = jdbi.inTransaction(handle -> looks(handle, looks)
                            + alerts(handle, alerts, ANYBODY)
                            + presses(handle, alerts, ANYBODY)
                            + alerts(handle, selfTests, NOBODY)
                            + presses(handle, selfTests, NOBODY)
                            + questions(handle, alerts)
                            + messages(handle, alerts)
                            + lastPlaces(handle, places)
                    >= AT_ONCE);
        }
    }

    private OffsetDateTime ago(int days) {
        return clock.instant().minus(Duration.ofDays(days)).atOffset(ZoneOffset.UTC);
    }

    private static int looks(Handle handle, OffsetDateTime before) {
        return handle.createUpdate("""
                        DELETE FROM audit_read WHERE id IN (SELECT id FROM audit_read WHERE at < :before LIMIT :most)
                        """)
                .bind("before", before)
                .bind("most", AT_ONCE)
                .execute();
    }

    private static int presses(Handle handle, OffsetDateTime before, String whose) {
        return handle.createUpdate("""
                        DELETE FROM sos_press WHERE ctid = ANY(ARRAY(
                          SELECT ctid FROM sos_press WHERE received_at < :before
                             AND NOT EXISTS (SELECT FROM alert WHERE alert.id = sos_press.alert_id) %s LIMIT :most))
                        """.formatted(whose))
                .bind("before", before)
                .bind("most", AT_ONCE)
                .execute();
    }

    /** What bands were asked without there being an alert. */
    private static int questions(Handle handle, OffsetDateTime before) {
        return handle.createUpdate("""
                        DELETE FROM notification WHERE id IN (
                          SELECT id FROM notification WHERE alert_id IS NULL AND created_at < :before LIMIT :most)
                        """)
                .bind("before", before)
                .bind("most", AT_ONCE)
                .execute();
    }

    /** What the office said to workers; who has read it goes with it. */
    private static int messages(Handle handle, OffsetDateTime before) {
        return handle.createUpdate("""
                        DELETE FROM message WHERE id IN (SELECT id FROM message WHERE sent_at < :before LIMIT :most)
                        """)
                .bind("before", before)
                .bind("most", AT_ONCE)
                .execute();
    }

    /** Of somebody who has not been anywhere since, where they were is not kept longer than where the others were. */
    private static int lastPlaces(Handle handle, OffsetDateTime before) {
        return handle.createUpdate("""
                        UPDATE wearer_state SET latitude = NULL, longitude = NULL, accuracy = NULL, fix_at = NULL
                         WHERE wearer_id IN (SELECT wearer_id FROM wearer_state WHERE fix_at < :before LIMIT :most FOR UPDATE SKIP LOCKED)
                        """)
                .bind("before", before)
                .bind("most", AT_ONCE)
                .execute();
    }

    /** The look at an alert stays in the log for as long as looks are kept, even if the alert is gone. */
    private static int alerts(Handle handle, OffsetDateTime before, String whose) {
        return handle.createQuery("""
                        WITH old AS MATERIALIZED (
                          SELECT id FROM alert
                           WHERE raised_at < :before AND state IN ('resolved', 'closed')
                             AND coalesce(closed_at, resolved_at, raised_at) < :before %s
                           ORDER BY id LIMIT :most FOR UPDATE SKIP LOCKED),
                        notifications AS (DELETE FROM notification WHERE alert_id IN (SELECT id FROM old)),
                        events AS (DELETE FROM alert_event WHERE alert_id IN (SELECT id FROM old)),
                        looks AS (UPDATE audit_read SET alert_id = NULL WHERE alert_id IN (SELECT id FROM old)),
                        gone AS (DELETE FROM alert WHERE id IN (SELECT id FROM old) RETURNING id)
                        SELECT count(*) FROM gone
                        """.formatted(whose))
                .bind("before", before)
                .bind("most", AT_ONCE)
                .mapTo(int.class)
                .one();
    }
}
