package io.kanhu.registry.band;

import io.kanhu.registry.RegistryLock;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Hands bands out and takes them back. Every change holds from one moment on, is one transaction, and reaches the gateways of all nodes
 * with their next look at the registry. What was measured stays with whoever wore the band then. Blocks.
 */
public final class BandDesk {
    private final Jdbi jdbi;
    private final Clock clock;

    public BandDesk(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * How a band is handed out.
     *
     * @param inPlaceOf the band that comes back at the same moment; {@code null} for none
     */
    public record HandOut(
            String band,
            long wearerId,
            boolean lent,
            @Nullable String inPlaceOf) {}

    /**
     * Makes a band known, in stock.
     *
     * @throws BandRefused if there is one of that id
     */
    public NewSecret register(String id, @Nullable String model) {
        NewSecret secret = NewSecret.of(id);
        int made = inTurn(handle -> handle.createUpdate("""
                        INSERT INTO band (id, secret_sha256, model, created_at) VALUES (:id, :hash, :model, :now)
                        ON CONFLICT (id) DO NOTHING
                        """)
                .bind("id", id)
                .bind("hash", secret.sha256())
                .bind("model", model)
                .bind("now", utc(now()))
                .execute());
        if (made == 0) {
            throw BandRefused.because("there is a band " + id + " already; give this one another id");
        }
        return secret;
    }

    /**
     * Gives a band another secret. From then on it connects with that one only.
     *
     * @throws BandRefused if there is no such band
     */
    public NewSecret renewSecret(String id) {
        NewSecret secret = NewSecret.of(id);
        int changed = inTurn(handle -> handle.createUpdate("""
                        UPDATE band SET secret_sha256 = :hash, revision = nextval('registry_revision') WHERE id = :id
                        """)
                .bind("hash", secret.sha256())
                .bind("id", id)
                .execute());
        if (changed == 0) {
            throw noSuchBand(id);
        }
        return secret;
    }

    /**
     * Hands a band out, or swaps it for another.
     *
     * @throws BandRefused if there is no such band or wearer, somebody has it, it is lost, broken or disabled, or the wearer has another
     */
    public void handOut(HandOut wish, String by) {
        inTurn(handle -> {
            handOut(handle, wish, by);
            return true;
        });
    }

    /** The same inside the caller's transaction, which holds the {@link RegistryLock}. */
    public void handOut(Handle handle, HandOut wish, String by) {
        requireFree(handle, wish.band());
        requireWearer(handle, wish.wearerId());
        Instant now = now();
        if (wish.inPlaceOf() != null) {
            end(handle, wish.inPlaceOf(), wish.wearerId(), now, by);
        }
        if (!wish.lent()) {
            requireNoOther(handle, wish.wearerId());
        }
        handle.createUpdate("""
                        INSERT INTO band_assignment (band, wearer_id, starts_at, lent, begun_by)
                        SELECT :band, :wearer, greatest(:now, max(ends_at)), :lent, :by FROM band_assignment WHERE band = :band
                        """)
                .bind("band", wish.band())
                .bind("wearer", wish.wearerId())
                .bind("now", utc(now))
                .bind("lent", wish.lent())
                .bind("by", by)
                .execute();
        renew(handle, wish.band());
    }

    /**
     * Takes a band back into stock. A lost or broken one is disabled as well.
     *
     * @param wearer who has to have it; {@code null} for anybody
     * @throws BandRefused if there is no such band, or nobody or somebody else has it
     */
    public void takeBack(String id, @Nullable Long wearer, Condition condition, String by) {
        inTurn(handle -> {
            requireBand(handle, id);
            Instant now = now();
            end(handle, id, wearer, now, by);
            put(handle, id, condition, now);
            return true;
        });
    }

    /**
     * Says what a band in stock is good for: a lost or broken one is disabled, one that is fine again may connect.
     *
     * @throws BandRefused if there is no such band or somebody wears it
     */
    public void setCondition(String id, Condition condition) {
        inTurn(handle -> {
            requireBand(handle, id);
            wornBy(handle, id).ifPresent(wearer -> {
                throw BandRefused.because("band " + id + " is with wearer " + wearer
                        + ", whose call it would no longer bring; take it back first, or swap it");
            });
            put(handle, id, condition, now());
            return true;
        });
    }

    private static void put(Handle handle, String id, Condition condition, Instant now) {
        handle.createUpdate("""
                        UPDATE band SET condition = :condition, disabled = :condition <> 'fine', condition_at = :now,
                          revision = nextval('registry_revision')
                         WHERE id = :id
                        """)
                .bind("condition", condition.code())
                .bind("now", utc(now))
                .bind("id", id)
                .execute();
    }

    /** @param wearer who has to have it; {@code null} for anybody */
    private static void end(Handle handle, String id, @Nullable Long wearer, Instant now, String by) {
        int ended = handle.createUpdate("""
                        UPDATE band_assignment SET ends_at = greatest(starts_at, :now), ended_by = :by
                         WHERE band = :band AND ends_at IS NULL AND (:wearer::bigint IS NULL OR wearer_id = :wearer)
                        """)
                .bind("now", utc(now))
                .bind("by", by)
                .bind("band", id)
                .bind("wearer", wearer)
                .execute();
        if (ended == 0) {
            throw BandRefused.because(
                    wearer == null
                            ? "band " + id + " is in stock already; look at the list again"
                            : "band " + id + " is not with that wearer any more; look at the list again");
        }
        renew(handle, id);
    }

    private static void renew(Handle handle, String id) {
        handle.createUpdate("UPDATE band SET revision = nextval('registry_revision') WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    private static void requireFree(Handle handle, String id) {
        requireBand(handle, id);
        wornBy(handle, id).ifPresent(wearer -> {
            throw BandRefused.because(
                    "band " + id + " is with wearer " + wearer + " already; take it back first, or choose another");
        });
        boolean usable = handle.createQuery("SELECT NOT disabled FROM band WHERE id = :id")
                .bind("id", id)
                .mapTo(boolean.class)
                .one();
        if (!usable) {
            throw BandRefused.because(
                    "band " + id + " is lost, broken or disabled; choose another, or say that it is fine again");
        }
    }

    private static void requireBand(Handle handle, String id) {
        var unused = handle.createQuery("SELECT id FROM band WHERE id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .orElseThrow(() -> noSuchBand(id));
    }

    private static void requireWearer(Handle handle, long id) {
        var unused = handle.createQuery("SELECT id FROM wearer WHERE id = :id AND NOT synthetic")
                .bind("id", id)
                .mapTo(Long.class)
                .findOne()
                .orElseThrow(() -> BandRefused.unknown("there is no wearer " + id + "; enrol them first"));
    }

    private static void requireNoOther(Handle handle, long wearer) {
        handle.createQuery(
                        "SELECT band FROM band_assignment WHERE wearer_id = :id AND ends_at IS NULL AND NOT lent LIMIT 1")
                .bind("id", wearer)
                .mapTo(String.class)
                .findOne()
                .ifPresent(other -> {
                    throw BandRefused.because("this wearer has band " + other
                            + " already; swap the two, or lend this one while the other is repaired");
                });
    }

    private static Optional<String> wornBy(Handle handle, String id) {
        return handle.createQuery("""
                        SELECT w.code FROM band_assignment a JOIN wearer w ON w.id = a.wearer_id
                         WHERE a.band = :id AND a.ends_at IS NULL
                        """).bind("id", id).mapTo(String.class).findOne();
    }

    private static BandRefused noSuchBand(String id) {
        return BandRefused.unknown("there is no band " + id + "; make it known first");
    }

    /** One after the other, so that of two who hand out one band the second is told. */
    private <T> T inTurn(Change<T> change) {
        return jdbi.inTransaction(handle -> {
            RegistryLock.take(handle);
            return change.in(handle);
        });
    }

    @FunctionalInterface
    private interface Change<T> {
        T in(Handle handle);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
