package io.kanhu.server.http;

import static io.kanhu.server.Person.json;
import static io.kanhu.server.Person.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.registry.Scopes;
import io.kanhu.server.Person;
import io.kanhu.server.Town;
import io.kanhu.server.session.Passwords;
import io.kanhu.server.session.Role;
import io.kanhu.server.session.Users;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where one is logged in, and who may log in as what. */
class UsersAndSessionsIT {
    @TempDir
    static Path data;

    private static Town town;
    private static Users users;
    private static Person administrator;

    @BeforeAll
    static void start() {
        town = Town.start(data);
        users = new Users(town.jdbi(), new Passwords());
        administrator = town.loggedIn("administrator");
    }

    @AfterAll
    static void stop() {
        town.close();
    }

    @Test
    void oneSeesWhereOneIsLoggedInAndLogsOutElsewhere() {
        users.put("ann", "the right one", Role.CARE, null);
        Person here = logIn("ann");
        Person lost = logIn("ann");
        Person other = logIn("ann");
        JsonArray sessions = json(here.get("/api/me/sessions")).getJsonArray("sessions");
        assertThat(sessions).hasSize(3);
        JsonObject current = sessions.stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getBoolean("current"))
                .findFirst()
                .orElseThrow();
        assertThat(current.getString("address")).isEqualTo("127.0.0.1");
        assertThat(current.getString("browser")).startsWith("Java-http-client");
        assertThat(sessions.encode()).doesNotContain("token");

        long lostId = json(lost.get("/api/me/sessions")).getJsonArray("sessions").stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getBoolean("current"))
                .findFirst()
                .orElseThrow()
                .getLong("id");
        problem(town.loggedIn("care").delete("/api/me/sessions/" + lostId), 404);
        assertThat(here.delete("/api/me/sessions/" + lostId).statusCode()).isEqualTo(204);
        problem(lost.get("/api/session"), 401);
        json(other.get("/api/session"));
        assertThat(here.delete("/api/me/sessions").statusCode()).isEqualTo(204);
        problem(other.get("/api/session"), 401);
        json(here.get("/api/session"));
    }

    @Test
    void anAdministratorLogsSomebodyOutEverywhere() {
        users.put("watcher", "the right one", Role.SUPERVISOR, null);
        long id = idOf("watcher");
        Person watcher = logIn("watcher");
        assertThat(json(administrator.get("/api/users/" + id + "/sessions")).getJsonArray("sessions"))
                .hasSize(1);
        assertThat(administrator.delete("/api/users/" + id + "/sessions").statusCode())
                .isEqualTo(204);
        problem(watcher.get("/api/alerts"), 401);
        problem(watcher.get("/api/alerts/stream"), 401);
        assertThat(acts("watcher")).containsExactly("sessions_ended");
    }

    @Test
    void aSessionThatNobodyUsesIsOverAndOneThatIsUsedIsSeenOnceAMinute() {
        users.put("idle", "the right one", Role.CARE, null);
        Person idle = logIn("idle");
        setSeen("idle", "2 minutes");
        json(idle.get("/api/session"));
        assertThat(seenWithin("idle", "1 minute")).isTrue();
        setSeen("idle", "50 seconds");
        json(idle.get("/api/session"));
        assertThat(seenWithin("idle", "40 seconds")).isFalse();
        setSeen("idle", "721 minutes");
        problem(idle.get("/api/session"), 401);
    }

    @Test
    void anAdministratorLetsSomebodyInWhoThenChoosesTheirOwnPassword() {
        JsonObject made = json(administrator.post(
                "/api/users", "{\"name\":\"bob\",\"role\":\"supervisor\",\"area\":\"demo-street-1\"}"));
        String given = made.getString("password");
        assertThat(given).hasSize(16);
        assertThat(json(administrator.get("/api/users")).encode())
                .contains("\"bob\"")
                .doesNotContain(given);
        problem(administrator.post("/api/users", "{\"name\":\"bob\",\"role\":\"care\"}"), 409);
        problem(administrator.post("/api/users", "{\"name\":\"w\",\"role\":\"worker\"}"), 400);
        problem(administrator.post("/api/users", "{\"name\":\"w\",\"role\":\"worker\",\"worker\":\"nobody\"}"), 400);
        problem(
                administrator.post("/api/users", "{\"name\":\"w\",\"role\":\"worker\",\"worker\":\"demo-worker-1\"}"),
                409);
        problem(administrator.post("/api/users", "{\"name\":\"w\",\"role\":\"care\",\"area\":\"atlantis\"}"), 400);
        problem(administrator.post("/api/users", "{\"name\":\"w\",\"role\":\"god\"}"), 400);

        Person bob = town.somebody();
        JsonObject me = json(bob.logIn("bob", given));
        assertThat(me.getBoolean("passwordGiven")).isTrue();
        assertThat(me.getString("area")).isEqualTo("柳泉街道");
        Person elsewhere = town.somebody();
        json(elsewhere.logIn("bob", given));
        problem(bob.put("/api/me/password", password("wrong", "long enough")), 403);
        problem(bob.put("/api/me/password", password(given, "short")), 400);
        assertThat(bob.put("/api/me/password", password(given, "long enough")).statusCode())
                .isEqualTo(204);
        problem(elsewhere.get("/api/session"), 401);
        assertThat(json(bob.get("/api/session")).getBoolean("passwordGiven")).isFalse();
        problem(town.somebody().logIn("bob", given), 401);
        json(town.somebody().logIn("bob", "long enough"));
        assertThat(acts("bob")).containsExactly("user_admitted", "own_password");
    }

    @Test
    void whoseRightsChangeIsLoggedOutAndItIsWrittenDown() {
        users.put("carla", "the right one", Role.SUPERVISOR, null);
        long id = idOf("carla");
        Person carla = logIn("carla");
        json(administrator.put("/api/users/" + id, "{\"role\":\"supervisor\",\"language\":\"en\"}"));
        assertThat(json(carla.get("/api/session")).getString("language")).isEqualTo("en");
        json(administrator.put("/api/users/" + id, "{\"role\":\"care\"}"));
        problem(carla.get("/api/session"), 401);
        json(administrator.put("/api/users/" + id, "{\"role\":\"care\",\"disabled\":true}"));
        problem(carla.logIn("carla", "the right one"), 401);
        JsonObject line = json(administrator.get("/api/audit?user=carla"))
                .getJsonArray("entries")
                .getJsonObject(0);
        assertThat(line.getString("user")).isEqualTo("administrator");
        assertThat(line.getString("subject")).isEqualTo("carla");
        assertThat(line.getString("detail")).isEqualTo("care → care (disabled)");
    }

    @Test
    void nobodyRaisesThemselvesAndTheLastAdministratorStays() {
        long self = idOf("administrator");
        problem(administrator.put("/api/users/" + self, "{\"role\":\"administrator\",\"disabled\":true}"), 409);
        problem(administrator.put("/api/users/" + self, "{\"role\":\"care\"}"), 409);
        problem(administrator.post("/api/users/" + self + "/password"), 409);
        users.put("second", "the right one", Role.ADMINISTRATOR, null);
        Person second = logIn("second");
        // Each may take the other's right; side by side one of them is left.
        long rest = IntStream.range(0, 2)
                .parallel()
                .mapToObj(i -> i == 0
                        ? second.put("/api/users/" + self, "{\"role\":\"care\"}")
                        : administrator.put("/api/users/" + idOf("second"), "{\"role\":\"care\"}"))
                .filter(response -> response.statusCode() == 200)
                .count();
        assertThat(rest).isEqualTo(1);
        users.put("administrator", town.password("administrator"), Role.ADMINISTRATOR, null);
        administrator = town.loggedIn("administrator");
        for (String other : List.of("supervisor", "operator", "care", Town.WORKER)) {
            problem(town.loggedIn(other).get("/api/users"), 403);
            problem(town.loggedIn(other).post("/api/users", "{\"name\":\"x\",\"role\":\"administrator\"}"), 403);
        }
    }

    @Test
    void anAdministratorOfAStreetDealsWithItsUsersOnly() {
        users.put(
                "street",
                "the right one",
                Role.ADMINISTRATOR,
                null,
                new Scopes(town.jdbi()).ofArea("demo-street-1").orElseThrow());
        Person street = logIn("street");
        problem(street.post("/api/users", "{\"name\":\"x\",\"role\":\"administrator\"}"), 403);
        problem(street.post("/api/users", "{\"name\":\"x\",\"role\":\"care\",\"area\":\"demo-street-2\"}"), 403);
        problem(street.put("/api/users/" + idOf("care"), "{\"role\":\"care\",\"disabled\":true}"), 404);
        problem(street.post("/api/users/" + idOf("administrator") + "/password"), 404);
        long made = json(street.post(
                        "/api/users", "{\"name\":\"dora\",\"role\":\"care\",\"area\":\"demo-community-1\"}"))
                .getJsonObject("user")
                .getLong("id");
        problem(street.put("/api/users/" + made, "{\"role\":\"care\"}"), 403);
        assertThat(json(street.get("/api/users")).encode()).contains("dora").doesNotContain("\"operator\"");
        assertThat(json(street.post("/api/users/" + made + "/password")).getString("password"))
                .hasSize(16);
    }

    private static Person logIn(String user) {
        Person person = town.somebody();
        json(person.logIn(user, "the right one"));
        return person;
    }

    private static String password(String old, String next) {
        return new JsonObject().put("old", old).put("password", next).encode();
    }

    private static long idOf(String name) {
        return town.jdbi()
                .withHandle(h -> h.select("SELECT id FROM app_user WHERE name = ?", name)
                        .mapTo(long.class)
                        .one());
    }

    private static List<String> acts(String subject) {
        return town.jdbi()
                .withHandle(h -> h.select("""
                        SELECT r.what FROM audit_read r JOIN app_user s ON s.id = r.subject_id WHERE s.name = ? ORDER BY r.id
                        """, subject).mapTo(String.class).list());
    }

    private static void setSeen(String user, String ago) {
        town.jdbi()
                .useHandle(h -> h.execute(
                        "UPDATE app_session SET last_seen_at = now() - CAST(? AS interval) WHERE user_id = (SELECT id FROM app_user WHERE name = ?)",
                        ago,
                        user));
    }

    private static boolean seenWithin(String user, String span) {
        return town.jdbi()
                .withHandle(h -> h.select("""
                        SELECT bool_and(last_seen_at > now() - CAST(? AS interval)) FROM app_session
                         WHERE user_id = (SELECT id FROM app_user WHERE name = ?)
                        """, span, user).mapTo(boolean.class).one());
    }
}
