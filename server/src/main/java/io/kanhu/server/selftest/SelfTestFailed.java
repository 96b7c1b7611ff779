package io.kanhu.server.selftest;

import java.io.Serial;

/** A round of the self-test did not come to its end. The message says which step it was that did not happen. */
final class SelfTestFailed extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    SelfTestFailed(String message) {
        super(message);
    }
}
