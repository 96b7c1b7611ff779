package io.kanhu.registry;

import org.jdbi.v3.core.Handle;

/**
 * Whoever changes a band or a wearer takes this lock first in its transaction. Revisions are then drawn and become
 * visible in the same order, so a reader that asks for "newer than the last I saw" misses nothing.
 */
public final class RegistryLock {
    private static final long KEY = 0x6b616e68_72656769L;

    private RegistryLock() {}

    /** Waits for other changes to end; held until the end of the handle's transaction. */
    public static void take(Handle handle) {
        handle.createQuery("SELECT pg_advisory_xact_lock(:key)")
                .bind("key", KEY)
                .map((row, context) -> true)
                .one();
    }
}
