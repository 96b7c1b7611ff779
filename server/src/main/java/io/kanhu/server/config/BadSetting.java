package io.kanhu.server.config;

/** A setting makes no sense. The message names it and says what would. */
public final class BadSetting extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadSetting(String message) {
        super(message);
    }
}
