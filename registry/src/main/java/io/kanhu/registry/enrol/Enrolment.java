package io.kanhu.registry.enrol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is to be enrolled, as written down at the desk: checked as a file would be.
 *
 * @param wearer cells of wearers.csv by column; without a code one is made
 * @param contacts cells of contacts.csv by column, without the wearer, those to call first, first
 * @param band to be handed out at once; {@code null} for none
 */
public record Enrolment(
        Map<String, String> wearer,
        List<Map<String, String>> contacts,
        @Nullable String band) {
    public Enrolment {
        wearer = Map.copyOf(wearer);
        contacts = List.copyOf(contacts);
    }
}
