package io.kanhu.alerting.episode;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.alerting.Press;
import io.kanhu.alerting.Town;
import io.kanhu.alerting.care.CalmBook;
import io.kanhu.ingest.SosHook;
import io.kanhu.ingest.store.SosStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A press that comes alone is written at once; what it leaves is what it would have left step by step. */
class ForesightIT {
    private static final Town town = new Town();

    private final Steps steps = new Steps();

    @AfterAll
    static void close() {
        town.close();
    }

    @BeforeEach
    void neighbours() {
        town.clear();
        town.grid("east");
        town.grid("west");
        town.ground().draw("east", 35.00, 111.01);
        town.ground().draw("west", 35.00, 111.00);
        Stream.of("li", "mei", "hao").forEach(name -> town.wearer(name, "east", name + "'s"));
    }

    /** What is known of three neighbours when they press. */
    enum Morning {
        NOBODY_IS_ON_DUTY {
            @Override
            Press press(String band) {
                return town.press(band);
            }
        },
        THEY_SAY_WHERE_THEY_ARE {
            @Override
            Press press(String band) {
                people();
                return town.press(band).from(35.005, 111.005, 12.0);
            }
        },
        THEY_WERE_SEEN_IN_THE_NEXT_GRID {
            @Override
            Press press(String band) {
                people();
                town.fix(band, Town.MORNING.minusSeconds(60), 35.005, 111.005, null);
                return town.press(band);
            }
        },
        THEY_WERE_SEEN_AT_HOME_LAST_NIGHT {
            @Override
            Press press(String band) {
                people();
                town.fix(band, Town.MORNING.minus(Duration.ofHours(8)), 35.005, 111.015, 5.0);
                return town.press(band);
            }
        },
        THEY_PRESSED_LONG_AGO_AND_HAVE_FAMILY {
            @Override
            Press press(String band) {
                people();
                town.jdbi().useHandle(h -> h.execute("""
                        INSERT INTO contact (wearer_id, name, phone, priority)
                        SELECT id, 'child of ' || name, '1', 1 FROM wearer ON CONFLICT DO NOTHING
                        """));
                return town.press(band).heardAt(Town.MORNING.plus(Duration.ofMinutes(5)));
            }
        };

        abstract Press press(String band);

        static void people() {
            if (town.number("SELECT count(*) FROM worker") == 0) {
                town.onDuty("wang", "east");
                town.backup("sun", "east");
                town.onDuty("chen", "west");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Morning.class)
    void whatItLeavesIsWhatItWouldHaveLeftAmongOthers(Morning morning) {
        Press alone = morning.press("li's");
        SosStore node = node(() -> {});
        town.write(node, alone);
        assertThat(steps.raised).as("raised step by step").isZero();

        town.write(node, morning.press("mei's"), morning.press("hao's"));
        assertThat(steps.raised).as("raised step by step").isEqualTo(2);

        assertThat(left("li")).isEqualTo(left("mei")).isEqualTo(left("hao")).anyMatch(row -> row.contains("raised"));
    }

    @Test
    void aPressThatAnotherServerHasTakenMeanwhileCountsOnTheSameCall() {
        town.onDuty("wang", "east");
        town.write(node(() -> town.call("li's")), town.press("li's"));
        assertThat(town.texts("SELECT state || ' ' || press_count || ' ' || version FROM alert"))
                .containsExactly("dispatched 2 2");
        assertThat(town.file(town.number("SELECT id FROM alert")))
                .containsExactly("raised", "dispatched", "pressed_again");
        assertThat(town.number("SELECT count(*) FROM sos_press WHERE alert_id IS NOT NULL"))
                .isEqualTo(2);
        assertThat(steps.raised).isOne();
    }

    @Test
    void thePressItselfThatAnotherServerHasTakenMeanwhileIsStoredOnce() {
        town.onDuty("wang", "east");
        Press press = town.press("li's").from(35.005, 111.015, 5.0);
        town.write(node(() -> town.send(press)), press);
        assertThat(town.texts("SELECT state || ' ' || press_count || ' ' || version FROM alert"))
                .containsExactly("dispatched 1 1");
        assertThat(town.number("SELECT count(*) FROM sos_press")).isOne();
        assertThat(town.number("SELECT count(*) FROM notification")).isOne();
        assertThat(town.number("SELECT count(*) FROM location_fix")).isOne();
        assertThat(steps.raised).isZero();
    }

    @Test
    void ofWhatIsWrittenBeforeItsLastPartFailsNothingStays() {
        town.onDuty("wang", "east");
        Press press = town.press("li's").from(35.005, 111.015, 5.0);
        town.write(
                node(() -> {
                    town.send(press);
                    town.jdbi().useHandle(h -> h.execute("UPDATE alert SET state = 'closed'"));
                }),
                press);
        // Its call is over, so the case could be written again, and its people called; not so the press.
        assertThat(town.texts("SELECT state || ' ' || press_count FROM alert")).containsExactly("closed 1");
        assertThat(town.number("SELECT count(*) FROM notification")).isOne();
        assertThat(town.number("SELECT count(*) FROM alert_event")).isEqualTo(2);
        assertThat(town.number("SELECT count(*) FROM sos_press")).isOne();
        assertThat(steps.raised).isZero();
    }

    @Test
    void aFallThatIsFoundMeanwhileIsTheSameCase() {
        town.onDuty("wang", "east");
        town.write(node(() -> fall(town.clock().instant())), town.press("li's"));
        assertThat(town.texts("SELECT kind || ' ' || state || ' ' || (fell_at IS NOT NULL) FROM alert"))
                .containsExactly("sos dispatched true");
        assertThat(town.told(town.number("SELECT id FROM alert"))).containsExactly("0 wang");
        assertThat(town.number("SELECT count(*) FROM sos_press WHERE alert_id = (SELECT id FROM alert)"))
                .isOne();
    }

    /** A server on which something happens between the question and the writing. */
    private SosStore node(Runnable meanwhile) {
        return town.node(hook -> new Steps.Counting(hook, steps, meanwhile));
    }

    /** All that there is of a neighbour's call but for names and numbers. */
    private static List<String> left(String name) {
        return town.texts("""
                WITH call AS (SELECT a.* FROM alert a JOIN wearer w ON w.id = a.wearer_id WHERE w.name = ?)
                SELECT (to_jsonb(c) - 'id' - 'wearer_id' - 'band')::text FROM call c
                UNION ALL
                SELECT (to_jsonb(p) - 'band' - 'press_id' - 'wearer_id' - 'alert_id')::text
                  FROM sos_press p JOIN call c ON c.id = p.alert_id AND c.band = p.band AND c.wearer_id = p.wearer_id
                UNION ALL
                SELECT * FROM (
                  SELECT (to_jsonb(n) - 'id' - 'alert_id' - 'idempotency_key' - 'contact_id')::text || (n.contact_id IS NOT NULL)
                    FROM notification n JOIN call c ON c.id = n.alert_id ORDER BY n.id) AS calls
                UNION ALL
                SELECT * FROM (
                  SELECT e.at || ' ' || e.kind || ' ' || e.actor || ' '
                           || replace(e.detail::text, c.band, 'the band') || ' ' || row_number() OVER (ORDER BY e.id)
                    FROM alert_event e JOIN call c ON c.id = e.alert_id ORDER BY e.id) AS lines
                UNION ALL
                SELECT (to_jsonb(f) - 'band' - 'wearer_id')::text FROM location_fix f JOIN call c ON c.band = f.band
                """, name);
    }

    private static void fall(Instant at) {
        Episodes episodes = new Episodes(
                town.climber(),
                town.clock(),
                new SimpleMeterRegistry(),
                new CalmBook(town.jdbi(), town.clock(), ZoneOffset.UTC));
        Subject li = new Subject(
                "li's",
                town.number("SELECT id FROM wearer WHERE code = 'li'"),
                town.number("SELECT id FROM grid WHERE code = 'east'"));
        town.jdbi()
                .useTransaction(
                        handle -> episodes.raise(handle, li, new Finding(Kind.FALL, Severity.EMERGENCY, at, "{}"), at));
    }

    /** Counts the presses that are raised step by step. */
    private static final class Steps {
        private int raised;

        private record Counting(SosHook hook, Steps steps, Runnable meanwhile) implements SosHook {
            @Override
            public Optional<Foreseen> foresee(Handle handle, Pressed pressed) {
                Optional<Foreseen> foreseen = hook.foresee(handle, pressed);
                meanwhile.run();
                return foreseen;
            }

            @Override
            public void begin(Handle handle, List<Pressed> presses) {
                hook.begin(handle, presses);
            }

            @Override
            public long raise(Handle handle, Pressed pressed) {
                steps.raised++;
                return hook.raise(handle, pressed);
            }

            @Override
            public void callOff(Handle handle, long alertId, Instant cancelledAt, Instant receivedAt) {
                hook.callOff(handle, alertId, cancelledAt, receivedAt);
            }

            @Override
            public void complete(Handle handle) {
                hook.complete(handle);
            }

            @Override
            public void committed() {
                hook.committed();
            }
        }
    }
}
