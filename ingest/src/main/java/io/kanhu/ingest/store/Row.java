package io.kanhu.ingest.store;

import org.jspecify.annotations.Nullable;

/**
 * One row of a table of measurements. Ordered by its key, which keeps two writers from waiting for each other in a circle and lets
 * neighbours meet in the index. Filled by one thread.
 */
final class Row implements Comparable<Row> {
    private final String band;
    private final long measuredAtMillis;
    private final @Nullable Long wearerId;
    private final long receivedAtMillis;
    private final @Nullable Object[] values;

    /**
     * @param band with {@code measuredAtMillis} the key
     * @param wearerId who wore the band when it was measured
     * @param values in the order of the table's value columns; {@code null} is not measured
     */
    Row(
            String band,
            long measuredAtMillis,
            @Nullable Long wearerId,
            long receivedAtMillis,
            @Nullable Object... values) {
        this.band = band;
        this.measuredAtMillis = measuredAtMillis;
        this.wearerId = wearerId;
        this.receivedAtMillis = receivedAtMillis;
        this.values = values;
    }

    String band() {
        return band;
    }

    long measuredAtMillis() {
        return measuredAtMillis;
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

    boolean hasKeyOf(Row other) {
        return measuredAtMillis == other.measuredAtMillis && band.equals(other.band);
    }

    @Override
    public int compareTo(Row other) {
        int bands = band.compareTo(other.band);
        return bands != 0 ? bands : Long.compare(measuredAtMillis, other.measuredAtMillis);
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
