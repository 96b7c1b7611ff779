package io.kanhu.alerting.escalation;

import io.kanhu.alerting.escalation.Climbed.Call;
import io.kanhu.alerting.ladder.Means;
import io.kanhu.alerting.ladder.Whom;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who can be called about an alert, and what is known of them.
 *
 * @param workerId {@code null} for a contact
 * @param contactId {@code null} for a worker
 * @param because why they are called: {@code home}, {@code whereabouts} or {@code both}; {@code null} for who belongs to no place
 * @param addresses what they have an address for
 * @param told whether they were called about this alert
 * @param received whether their page has shown it
 * @param declined whether they have said that they can't
 */
record Person(
        Whom whom,
        @Nullable Long workerId,
        @Nullable Long contactId,
        @Nullable String because,
        Set<Means> addresses,
        boolean told,
        boolean received,
        boolean declined) {

    /** Whether they have an address for this, and it is one of what people can be called by at the moment. */
    boolean isReachable(Means by, Set<Means> available) {
        return available.contains(by) && addresses.contains(by);
    }

    /** By all that is their own. */
    List<Call> byAllMeans(Set<Means> available) {
        return Arrays.stream(Means.values())
                .filter(by -> !by.isGroup() && isReachable(by, available))
                .map(by -> new Call(this, by, Call.NO_RUNG))
                .toList();
    }
}
