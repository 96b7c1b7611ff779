package io.kanhu.server.session;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The door for people. Blocks. */
public final class Logins {
    private final Users users;
    private final Sessions sessions;
    private final LoginThrottle throttle;

    public Logins(Jdbi jdbi, Clock clock, Users users, Sessions sessions) {
        this.users = users;
        this.sessions = sessions;
        this.throttle = new LoginThrottle(jdbi, clock);
    }

    /** How a try ended. */
    public sealed interface Outcome {
        /** In, with the token of a new session. */
        record Welcome(User user, String token) implements Outcome {}

        /** Name or password is wrong; which of them is not said. */
        record Wrong() implements Outcome {}

        /** Too many wrong ones; try again after this time. */
        record TooMany(Duration until) implements Outcome {}
    }

    /** Tries a name and a password that came from there. */
    public Outcome tryPassword(String name, String password, Origin origin) {
        Optional<Duration> wait = throttle.begin(name, origin.address());
        if (wait.isPresent()) {
            return new Outcome.TooMany(wait.get());
        }
        Optional<User> user = users.find(name, password);
        if (user.isEmpty()) {
            return new Outcome.Wrong();
        }
        throttle.succeeded(name, origin.address());
        return new Outcome.Welcome(user.get(), sessions.open(user.get(), origin));
    }

    /** Opens a session for somebody whom another server vouches for. */
    public Outcome.Welcome welcome(User user, Origin origin) {
        return new Outcome.Welcome(user, sessions.open(user, origin));
    }

    /**
     * Gives somebody another password of their own, if they know the old one, and ends their other sessions. Guessing at the old one
     * is counted as log-ins are.
     *
     * @param token of the session that asks, which goes on
     * @throws UserRefused if the new one is too short
     */
    public Outcome choosePassword(User user, String token, String old, String password, Origin origin, UserDesk desk) {
        Optional<Duration> wait = throttle.begin(user.name(), origin.address());
        if (wait.isPresent()) {
            return new Outcome.TooMany(wait.get());
        }
        if (users.find(user.name(), old).isEmpty()) {
            return new Outcome.Wrong();
        }
        throttle.succeeded(user.name(), origin.address());
        desk.choosePassword(user, password);
        sessions.endOthers(user.id(), token);
        return new Outcome.Welcome(user, token);
    }

    /** Removes what no longer counts. */
    public void forgetOld() {
        throttle.forgetOld();
        sessions.forgetOld();
    }
}
