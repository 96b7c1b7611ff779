package io.kanhu.server.http;

import static io.kanhu.server.Person.json;
import static io.kanhu.server.Person.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.server.EventStream;
import io.kanhu.server.Person;
import io.kanhu.server.Town;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertStreamIT {
    @TempDir
    static Path data;

    private static Town town;

    @BeforeAll
    static void start() {
        town = Town.start(data);
    }

    @AfterAll
    static void stop() {
        town.close();
    }

    @Test
    void whoComesBackIsSentWhatHappenedMeanwhile() throws MqttException {
        Person worker = town.loggedIn(Town.WORKER);
        String seen;
        try (EventStream stream = worker.watch(null)) {
            assertThat(stream.events().getFirst().name()).isEqualTo("hello");
            seen = Objects.requireNonNull(stream.events().getFirst().id());
        }
        town.press(0, "while-away");
        try (EventStream stream = worker.watch(seen)) {
            assertThat(stream.awaitAlert(alert -> alert.getString("band").equals(town.band(0)))
                            .data()
                            .getBoolean("rings"))
                    .isTrue();
        }
    }

    @Test
    void anEventsIdContinuesTheStreamAfterIt() throws MqttException {
        Person worker = town.loggedIn(Town.WORKER);
        try (EventStream stream = worker.watch(null)) {
            town.press(1, "first");
            String id = Objects.requireNonNull(
                    stream.awaitAlert(alert -> alert.getString("band").equals(town.band(1)))
                            .id());
            town.press(2, "second");
            try (EventStream second = worker.watch(id)) {
                second.awaitAlert(alert -> alert.getString("band").equals(town.band(2)));
            }
        }
    }

    @Test
    void aTestCallRingsOnceWhicheverServerItWasBegunAt() {
        long user = town.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT id FROM app_user WHERE name = :name")
                        .bind("name", Town.WORKER)
                        .mapTo(Long.class)
                        .one());
        PracticeCalls another = new PracticeCalls(town.jdbi(), Clock.systemUTC());
        try (EventStream stream = town.loggedIn(Town.WORKER).watch(null);
                EventStream quiet = town.loggedIn("worker8").watch(null)) {
            String key = another.begin(user).getString("key");
            stream.await("practice", call -> call.getString("key").equals(key));
            await().during(Duration.ofMillis(2500))
                    .until(() -> Stream.of(stream, quiet)
                                    .flatMap(one -> one.events().stream())
                                    .filter(event -> event.name().equals("practice"))
                                    .count()
                            == 1);
        }
    }

    @Test
    void workersOfOtherGridsHearNothing() throws MqttException {
        Person elsewhere = town.loggedIn("worker8");
        Person supervisor = town.loggedIn("supervisor");
        try (EventStream quiet = elsewhere.watch(null);
                EventStream everything = supervisor.watch(null)) {
            town.press(3, "not-yours");
            town.press(7, "yours");
            everything.awaitAlert(alert -> alert.getString("band").equals(town.band(3)));
            quiet.awaitAlert(alert -> alert.getString("band").equals(town.band(7)));
            assertThat(quiet.events())
                    .filteredOn(event -> event.name().equals("alert"))
                    .allSatisfy(
                            event -> assertThat(event.data().getString("band")).isNotEqualTo(town.band(3)));
        }
    }

    @Test
    void loggingOutEndsTheStream() {
        Person worker = town.loggedIn("worker3");
        try (EventStream stream = worker.watch(null)) {
            assertThat(worker.delete("/api/session").statusCode()).isEqualTo(204);
            stream.awaitEnd();
        }
        problem(worker.get("/api/alerts/stream"), 401);
    }

    @Test
    void aLastEventIdThatIsNotOursIsAsGoodAsNone() {
        Person worker = town.loggedIn("worker4");
        try (EventStream stream = worker.watch("x'; DROP TABLE alert")) {
            assertThat(stream.events().getFirst().name()).isEqualTo("hello");
        }
        json(worker.get("/api/alerts"));
    }
}
