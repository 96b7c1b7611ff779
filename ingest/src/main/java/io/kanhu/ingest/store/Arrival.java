package io.kanhu.ingest.store;

import io.kanhu.ingest.SosHook.Pressed;
import io.kanhu.ingest.SosHook.Seen;
import io.kanhu.protocol.SosPress;
import io.kanhu.registry.Band;
import io.kanhu.registry.Worn;
import java.time.Instant;
import java.util.Comparator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * A press that has come in.
 *
 * @param worn by whom when it was pressed, {@code null} if nobody is known to
 */
record Arrival(String band, SosPress press, @Nullable Worn worn, Instant receivedAt) {

    /** What tells one press from another. */
    record Key(String band, String id, long millis) {
        static final Comparator<Key> ORDER =
                Comparator.comparing(Key::band).thenComparing(Key::id).thenComparing(Key::millis);

        static Key of(String band, SosPress press) {
            return new Key(band, press.id(), press.deviceMillis());
        }
    }

    static Arrival of(Handle handle, Entry entry, SosPress press) {
        return new Arrival(
                entry.delivery().band(),
                press,
                wornAt(handle, entry, press),
                entry.delivery().receivedAt());
    }

    Key key() {
        return Key.of(band, press);
    }

    @Nullable
    Long wearerId() {
        return worn == null ? null : worn.wearerId();
    }

    /** As whoever answers it has it. */
    Pressed seen(@Nullable Seen last) {
        return new Pressed(band, wearerId(), worn == null ? null : worn.gridId(), press, receivedAt, last);
    }

    /** A band that was handed out a moment ago may be pressed before this server has heard of it: then the database is asked. */
    private static @Nullable Worn wornAt(Handle handle, Entry entry, SosPress press) {
        Band known = entry.band();
        Worn worn = known == null ? null : known.wearerAt(press.pressedAt());
        return worn == null ? Worn.inDatabase(handle, entry.delivery().band(), press.pressedAt()) : worn;
    }
}
