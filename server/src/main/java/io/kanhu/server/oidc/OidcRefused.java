package io.kanhu.server.oidc;

/** A log-in that the other server began does not hold. The message is for the operator's log, not for whoever came. */
final class OidcRefused extends Exception {
    private static final long serialVersionUID = 1;

    OidcRefused(String message) {
        super(message);
    }

    OidcRefused(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
