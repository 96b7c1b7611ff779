package io.kanhu.alerting.outage;

import io.kanhu.alerting.escalation.Unaided;
import io.kanhu.alerting.outage.WearerPages.Wearer;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A call for help that people are told of from memory until it is stored. One thread at a time changes it, any reads. */
final class HeldCall {
    private final WaitingPress first;
    private final Optional<Wearer> wearer;
    private final Map<UUID, WaitingPress> presses = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<Long, Instant> seen = new ConcurrentHashMap<>();
    private volatile @Nullable Unaided climb;
    private volatile @Nullable Answer answer;
    private volatile @Nullable Instant claimedAt;
    private volatile @Nullable Long alertId;

    HeldCall(WaitingPress first, Optional<Wearer> wearer) {
        this.first = first;
        this.wearer = wearer;
        presses.put(first.key(), first);
    }

    /** Named after its first press. */
    UUID key() {
        return first.key();
    }

    WaitingPress first() {
        return first;
    }

    /** Who calls, as far as that was known when it came in. */
    Optional<Wearer> wearer() {
        return wearer;
    }

    /** Those that are not stored. */
    Map<UUID, WaitingPress> presses() {
        return presses;
    }

    /** Whose page has shown it, and when. */
    Map<Long, Instant> seen() {
        return seen;
    }

    @Nullable
    Unaided climb() {
        return climb;
    }

    void climb(Unaided now) {
        climb = now;
    }

    @Nullable
    Answer answer() {
        return answer;
    }

    void answer(Answer by) {
        answer = by;
    }

    /** Whether a transaction has it in hand. */
    boolean isClaimed(Instant now) {
        Instant at = claimedAt;
        return at != null && WaitingRoom.isClaimed(at, now);
    }

    /** The case it becomes, as far as that is known. */
    @Nullable
    Long alertId() {
        return alertId;
    }

    void claim(Instant now, @Nullable Long alert) {
        claimedAt = now;
        alertId = alert;
    }
}
