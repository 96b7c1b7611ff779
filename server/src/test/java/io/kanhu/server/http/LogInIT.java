package io.kanhu.server.http;

import static io.kanhu.server.Person.json;
import static io.kanhu.server.Person.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.server.Person;
import io.kanhu.server.Town;
import io.kanhu.server.session.Passwords;
import io.kanhu.server.session.Role;
import io.kanhu.server.session.Users;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogInIT {
    @TempDir
    static Path data;

    private static Town town;
    private static Users users;

    @BeforeAll
    static void start() {
        town = Town.start(data);
        users = new Users(town.jdbi(), new Passwords());
    }

    @AfterAll
    static void stop() {
        town.close();
    }

    @Test
    void theCookieIsOutOfReachOfScriptsAndOtherSites() {
        Person person = town.somebody();
        HttpResponse<String> response = person.logIn("worker5", town.password("worker5"));
        assertThat(response.headers().firstValue("Set-Cookie").orElseThrow())
                .matches("kanhu_session=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200");
        assertThat(json(person.get("/api/session")).getString("role")).isEqualTo("worker");
    }

    @Test
    void neitherPasswordsNorTokensAreKept() {
        Person person = town.somebody();
        person.logIn("worker6", town.password("worker6"));
        List<String> kept = town.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT u::text FROM app_user u UNION ALL SELECT s::text FROM app_session s")
                        .mapTo(String.class)
                        .list());
        assertThat(kept)
                .isNotEmpty()
                .noneMatch(row -> row.contains(town.password("worker6")))
                .anyMatch(row -> row.contains("$argon2id$v=19$m=19456,t=2,p=1$"));
    }

    @Test
    void loggingOutEndsTheSessionOnTheServer() {
        Person person = town.loggedIn("worker7");
        assertThat(person.delete("/api/session").statusCode()).isEqualTo(204);
        // The browser forgets the cookie; whoever has copied it gets nothing for it either.
        problem(person.get("/api/session"), 401);
    }

    @Test
    void aWrongNameAndAWrongPasswordAreToldAlike() {
        String wrongName = problem(town.somebody().logIn("nobody-of-that-name", "x"), 401);
        String wrongPassword = problem(town.somebody().logIn("care", "x"), 401);
        assertThat(wrongName).isEqualTo(wrongPassword);
    }

    @Test
    void theSixthWrongPasswordHasToWaitEvenIfItIsTheRightOne() {
        users.put("forgetful", "the right one", Role.CARE, null);
        IntStream.range(0, 5).forEach(i -> problem(town.somebody().logIn("forgetful", "wrong"), 401));
        HttpResponse<String> sixth = town.somebody().logIn("forgetful", "the right one");
        assertThat(problem(sixth, 429)).contains("try again in");
        assertThat(sixth.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(1L, 900L);
        // The others are not locked out with them.
        json(town.somebody().logIn("operator", town.password("operator")));
    }

    @Test
    void triesThatRunSideBySideCannotSlipPastTheCount() {
        users.put("attacked", "the right one", Role.CARE, null);
        long answered = IntStream.range(0, 20)
                .parallel()
                .mapToObj(i -> town.somebody().logIn("attacked", "guess " + i))
                .filter(response -> response.statusCode() == 401)
                .count();
        assertThat(answered).isLessThanOrEqualTo(5);
    }

    @Test
    void aDisabledUserIsOutAtOnce() {
        users.put("leaver", "the right one", Role.SUPERVISOR, null);
        Person leaver = town.somebody();
        json(leaver.logIn("leaver", "the right one"));
        assertThat(users.disable("leaver")).isTrue();
        problem(leaver.get("/api/alerts"), 401);
        problem(leaver.logIn("leaver", "the right one"), 401);
    }
}
