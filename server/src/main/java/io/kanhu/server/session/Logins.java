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

    /** Tries a name and a password that came from this network address. */
    public Outcome tryPassword(String name, String password, String address) {
        Optional<Duration> wait = throttle.begin(name, address);
        if (wait.isPresent()) {
            return new Outcome.TooMany(wait.get());
        }
        Optional<User> user = users.find(name, password);
        if (user.isEmpty()) {
            return new Outcome.Wrong();
        }
        throttle.succeeded(name, address);
        return new Outcome.Welcome(user.get(), sessions.open(user.get()));
    }

    /** Removes what no longer counts. */
    public void forgetOld() {
        throttle.forgetOld();
        sessions.forgetOld();
    }
}
