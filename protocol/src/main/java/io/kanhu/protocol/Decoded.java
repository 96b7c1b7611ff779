package io.kanhu.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of decoding one payload. Both can be there: a report whose pulse was refused and whose position was taken.
 *
 * @param message what may be stored, or {@code null} if nothing may
 * @param refusals what was not taken; empty if all was
 */
public record Decoded(@Nullable BandMessage message, List<Refusal> refusals) {
    public Decoded {
        refusals = List.copyOf(refusals);
    }
}
