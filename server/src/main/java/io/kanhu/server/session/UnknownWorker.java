package io.kanhu.server.session;

/** A user was to be a worker that nobody has registered. */
public final class UnknownWorker extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownWorker(String code) {
        super("there is no worker with the code " + code + "; import workers.csv first");
    }
}
