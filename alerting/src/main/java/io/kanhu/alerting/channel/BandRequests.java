package io.kanhu.alerting.channel;

import io.kanhu.protocol.Command;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What a band is asked for, without there being an alert: it goes the way of the notices, by {@link BandNotices}. */
public final class BandRequests {
    /** A band that has just been asked need not be asked again. */
    static final Duration PAUSE = Duration.ofMinutes(5);

    private BandRequests() {}

    /**
     * Asks a band to measure, in the caller's transaction.
     *
     * @param what fields of a report, as {@link Command.Measure} has them
     * @return whether it is asked; not if it has been just now
     */
    public static boolean measure(Handle handle, String band, List<String> what, Instant now) {
        Command.Measure request = new Command.Measure("measure-" + now.toEpochMilli(), what);
        return handle.createUpdate("""
                        INSERT INTO notification (step, channel, band, body, created_at, next_attempt_at)
                        SELECT 0, 'band', :band, :body::json, :now, :now
                         WHERE NOT EXISTS (SELECT FROM notification
                                            WHERE alert_id IS NULL AND band = :band AND created_at > :since
                                              AND body->>'type' = 'measure')
                        """)
                        .bind("band", band)
                        .bind("body", new String(request.toJson(), StandardCharsets.UTF_8))
                        .bind("now", now.atOffset(ZoneOffset.UTC))
                        .bind("since", now.minus(PAUSE).atOffset(ZoneOffset.UTC))
                        .execute()
                > 0;
    }
}
