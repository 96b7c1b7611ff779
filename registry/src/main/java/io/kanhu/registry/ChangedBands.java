package io.kanhu.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads bands with all their assignments, row by row, and shares equal values among them. */
final class ChangedBands {
    private static final int FETCH_ROWS = 5000;

    private final Consumer<Band> taker;
    private final Map<Long, Long> grids = new HashMap<>();
    private final Map<Instant, Instant> instants = new HashMap<>();
    private final List<Worn> worn = new ArrayList<>();
    private @Nullable String id;
    private byte[] secretSha256 = {};
    private boolean disabled;
    private long revision;

    private ChangedBands(long revision, Consumer<Band> taker) {
        this.revision = revision;
        this.taker = taker;
    }

    /** Returns the newest revision seen. Needs a transaction, in which the driver reads a large answer in pieces. */
    static long since(long revision, Handle handle, Consumer<Band> taker) {
        ChangedBands changed = new ChangedBands(revision, taker);
        handle.createQuery("""
                SELECT b.id, b.secret_sha256, b.disabled, b.revision, a.wearer_id, w.grid_id, a.starts_at, a.ends_at
                FROM band b
                LEFT JOIN band_assignment a ON a.band = b.id
                LEFT JOIN wearer w ON w.id = a.wearer_id
                WHERE b.revision > :revision
                ORDER BY b.revision, b.id, a.starts_at, a.id
                """)
                .bind("revision", revision)
                .setFetchSize(FETCH_ROWS)
                .map((row, context) -> changed.take(row))
                .forEach(taken -> {});
        changed.give();
        return changed.revision;
    }

    private boolean take(ResultSet row) throws SQLException {
        String next = row.getString("id");
        if (!next.equals(id)) {
            give();
            id = next;
            secretSha256 = row.getBytes("secret_sha256");
            disabled = row.getBoolean("disabled");
            revision = row.getLong("revision");
        }
        long wearerId = row.getLong("wearer_id");
        if (!row.wasNull()) {
            long gridId = row.getLong("grid_id");
            Long grid = row.wasNull() ? null : grids.computeIfAbsent(gridId, same -> same);
            OffsetDateTime endsAt = row.getObject("ends_at", OffsetDateTime.class);
            worn.add(new Worn(
                    wearerId,
                    grid,
                    shared(row.getObject("starts_at", OffsetDateTime.class)),
                    endsAt == null ? null : shared(endsAt)));
        }
        return true;
    }

    private Instant shared(OffsetDateTime time) {
        return instants.computeIfAbsent(time.toInstant(), same -> same);
    }

    private void give() {
        if (id != null) {
            taker.accept(new Band(id, secretSha256, disabled, worn));
            worn.clear();
        }
    }
}
