package io.kanhu.server;

import static io.kanhu.server.Person.json;

import io.kanhu.registry.Scope;
import io.kanhu.registry.Scopes;
import io.kanhu.server.session.Passwords;
import io.kanhu.server.session.Role;
import io.kanhu.server.session.Users;
import java.util.List;

/** The first street of a town, where wearers 0 to 3 live (4 to 7 live in the second), and an office of its own. */
public final class Street {
    private static final String CODE = "demo-street-1";
    private static final String PASSWORD = "the right one";

    private final Town town;
    private final Users users;

    private Street(Town town) {
        this.town = town;
        this.users = new Users(town.jdbi(), new Passwords());
    }

    /** With somebody in each role of the office. */
    public static Street in(Town town) {
        Street street = new Street(town);
        for (Role role : List.of(Role.SUPERVISOR, Role.CARE, Role.OPERATOR, Role.ADMINISTRATOR)) {
            street.users.put("street-" + role.code(), PASSWORD, role, null, street.scope());
        }
        return street;
    }

    private Scope scope() {
        return new Scopes(town.jdbi()).ofArea(CODE).orElseThrow();
    }

    /** Somebody of the office, logged in. */
    public Person of(Role role) {
        Person person = town.somebody();
        json(person.logIn("street-" + role.code(), PASSWORD));
        return person;
    }
}
