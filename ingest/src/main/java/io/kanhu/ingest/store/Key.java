package io.kanhu.ingest.store;

import java.util.Comparator;

/** What makes a measurement one measurement. Sorted order keeps two writers from waiting for each other in a circle. */
record Key(String band, long measuredAtMillis) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
            Comparator.comparing(Key::band).thenComparingLong(Key::measuredAtMillis);

    @Override
    public int compareTo(Key other) {
        return ORDER.compare(this, other);
    }
}
