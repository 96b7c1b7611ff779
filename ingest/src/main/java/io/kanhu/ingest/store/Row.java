package io.kanhu.ingest.store;

import org.jspecify.annotations.Nullable;

/** The values of one row beside its key. Filled by one thread. */
final class Row {
    private final @Nullable Long wearerId;
    private final long receivedAtMillis;
    private final @Nullable Object[] values;

    /**
     * @param wearerId who wore the band when it was measured
     * @param values in the order of the table's value columns; {@code null} is not measured
     */
    Row(@Nullable Long wearerId, long receivedAtMillis, @Nullable Object... values) {
        this.wearerId = wearerId;
        this.receivedAtMillis = receivedAtMillis;
        this.values = values;
    }

    @Nullable
    Long wearerId() {
        return wearerId;
    }

    long receivedAtMillis() {
        return receivedAtMillis;
    }

    @Nullable
    Object value(int column) {
        return values[column];
    }

    /** Fills what this row has not got from another report of the same moment; what it has got stays. */
    void fillFrom(Row later) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                values[i] = later.values[i];
            }
        }
    }
}
