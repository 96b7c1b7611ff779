package io.kanhu.alerting.episode;

import io.kanhu.registry.Suspension;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert as one viewer sees it.
 *
 * @param version counts up with every change; of two views of an alert the higher one is the later
 * @param raisedAt when the wearer pressed
 * @param receivedAt when Kanhu heard of it
 * @param fellAt when the wearer fell, if this is a call and they did; {@code null} if not known to have
 * @param late whether these two lie so far apart that the band must have been offline
 * @param wearer name, or {@code null} for a band nobody is known to wear
 * @param gridId the grid the wearer lives in
 * @param isIn the name of the grid, or area, that the wearer is in; {@code null} if unknown
 * @param away why the wearer was away when it came, {@code null} if they were not
 * @param acknowledgedBy name of whoever goes
 * @param mine whether the viewer is the one who goes
 * @param rings whether the viewer was told and nobody goes yet
 * @param withoutDatabase whether people were told of it while it could not be stored
 */
public record AlertView(
        long id,
        String kind,
        String severity,
        AlertState state,
        int version,
        Instant raisedAt,
        Instant receivedAt,
        @Nullable Instant fellAt,
        boolean late,
        int pressCount,
        String band,
        @Nullable Long wearerId,
        @Nullable String wearer,
        @Nullable String address,
        @Nullable Long gridId,
        @Nullable String grid,
        @Nullable String isIn,
        @Nullable Place place,
        @Nullable Suspension away,
        @Nullable String acknowledgedBy,
        boolean mine,
        boolean rings,
        @Nullable Outcome outcome,
        boolean withoutDatabase) {}
