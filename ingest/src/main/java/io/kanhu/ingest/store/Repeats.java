package io.kanhu.ingest.store;

/**
 * Whether the next batch is to be written as one that may repeat what is stored. Nearly all reports are new, and to write them as such
 * costs PostgreSQL a fifth less than to ask for each whether it is there (docs/decisions/0024-new-until-shown-otherwise.md). A repeated one
 * is found by its key, its batch written again with care, and so are the batches after it: where one band repeats itself, because
 * it was not answered, others do. Each time the care was too short it lasts twice as long. Used by one thread.
 */
final class Repeats {
    private static final int FIRST = 64;
    private static final int MOST = 8_192;

    private int span = FIRST / 2;
    private int careful;
    private int trusted;

    /** Asked once a batch. */
    boolean mayCome() {
        if (careful > 0) {
            careful--;
            return true;
        }
        trusted++;
        return false;
    }

    /** One has come in a batch that was trusted. */
    void met() {
        span = trusted > span ? FIRST : Math.min(MOST, 2 * span);
        careful = span;
        trusted = 0;
    }
}
