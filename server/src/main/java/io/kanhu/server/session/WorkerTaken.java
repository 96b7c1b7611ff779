package io.kanhu.server.session;

/** A user was to be a worker that another user is already. */
public final class WorkerTaken extends RuntimeException {
    private static final long serialVersionUID = 1;

    WorkerTaken(String code, String user) {
        super("the worker " + code + " is the user " + user + " already; give that one a new password with: users put "
                + user + " --role worker --worker " + code);
    }
}
