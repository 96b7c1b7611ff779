package io.kanhu.registry.settlement;

/** A month that cannot be closed; the message says why and what to do. */
public final class SettlementRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    SettlementRefused(String message) {
        super(message);
    }
}
