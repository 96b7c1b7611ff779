package io.kanhu.server.http;

/** A port could not be opened. The message says which setting chooses another. */
public final class PortUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    PortUnavailable(String host, int port, String setting, Throwable cause) {
        super(
                "cannot listen on %s:%d: %s. Is the port in use? Choose another with %s"
                        .formatted(host, port, reasonOf(cause), setting),
                cause);
    }

    private static String reasonOf(Throwable error) {
        Throwable cause = error.getCause() == null ? error : error.getCause();
        return String.valueOf(cause.getMessage());
    }
}
