package io.kanhu.ingest.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.ingest.Neighbourhood;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WearerStatesIT {
    private static final long MINUTE = 60_000;

    private final long now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toEpochMilli();
    private Neighbourhood town;
    private long ann;
    private long bob;

    @BeforeEach
    void start() {
        town = new Neighbourhood("b1", "b2");
        ann = town.count("SELECT id FROM wearer WHERE code = 'b1'");
        bob = town.count("SELECT id FROM wearer WHERE code = 'b2'");
    }

    @AfterEach
    void stop() {
        town.close();
    }

    @Test
    void theNewestOfEachKindStandsInWhateverOrderItComesAndWhicheverNodeWritesIt() {
        written(pending -> {
            WearerState state = pending.of(ann, "b1", now);
            state.heartRate(72, now);
            state.heartRate(99, now - MINUTE);
            state.fix(31.2, 121.4, 8.0, now - 2 * MINUTE);
            state.battery(80, now - 3 * MINUTE);
        });
        written(pending -> {
            WearerState state = pending.of(ann, "b2", now - MINUTE);
            state.heartRate(50, now - MINUTE);
            state.pressure(140, 85, now - MINUTE);
            state.fix(31.3, 121.5, null, now - MINUTE);
            state.worn(false, now - MINUTE);
        });
        assertThat(states())
                .containsExactly(String.join(
                        " ", ann + " b1", "0", "72 0", "140/85 -60", "31.3,121.5,? -60", "80 -180", "false -60"));
    }

    @Test
    void aStepIsACountThatGrowsOrIsMoreThanNoneAfterItsMidnight() {
        written(pending -> pending.of(ann, "b1", now).steps(700, now - 9 * MINUTE));
        assertThat(stepped()).isEqualTo(-9);
        written(pending -> pending.of(ann, "b1", now).steps(700, now - 8 * MINUTE));
        written(pending -> pending.of(ann, "b1", now).steps(0, now - 7 * MINUTE));
        written(pending -> pending.of(ann, "b1", now).heartRate(70, now));
        assertThat(stepped()).isEqualTo(-9);
        assertThat(
                        town.count(
                                "SELECT count(*) FROM wearer_state WHERE worn IS NULL AND battery IS NULL AND latitude IS NULL"))
                .as("what was never said is not known")
                .isOne();
        written(pending -> pending.of(ann, "b1", now).steps(4, now - 6 * MINUTE));
        assertThat(stepped()).isEqualTo(-6);
        written(pending -> pending.of(ann, "b1", now).steps(3, now - 5 * MINUTE));
        assertThat(stepped()).isEqualTo(-5);
        written(pending -> pending.of(ann, "b1", now).steps(9, now - 8 * MINUTE));
        assertThat(stepped()).isEqualTo(-5);
    }

    private int stepped() {
        return (int) town.count("SELECT extract(epoch FROM stepped_at - to_timestamp(" + now
                + " / 1000.0))::bigint / 60 FROM wearer_state");
    }

    @Test
    void whoIsGoneIsLeftOutAndTheOthersAreWritten() {
        town.jdbi().useHandle(handle -> {
            handle.execute("DELETE FROM band_assignment WHERE wearer_id = ?", ann);
            handle.execute("DELETE FROM wearer WHERE id = ?", ann);
        });
        written(pending -> {
            pending.of(ann, "b1", now).heartRate(70, now);
            pending.of(bob, "b2", now).heartRate(71, now);
        });
        assertThat(states()).hasSize(1).first().asString().startsWith(bob + " b2 0 71 0");
    }

    @Test
    void whatWasNotWrittenIsReadFromTheMeasurementsAtTheNextStartAndIsWrittenSoonAfterIt() {
        town.jdbi().useHandle(handle -> {
            for (String row : List.of(
                    "vital_sign (band, measured_at, wearer_id, received_at, heart_rate, systolic, diastolic) VALUES ('b1', at(300), ann, now(), 66, 150, 90)",
                    "vital_sign (band, measured_at, wearer_id, received_at, heart_rate) VALUES ('b1', at(60), ann, now(), 77)",
                    "vital_sign (band, measured_at, wearer_id, received_at, heart_rate) VALUES ('b1', at(30), bob, now(), 88)",
                    "location_fix (band, measured_at, wearer_id, received_at, latitude, longitude) VALUES ('b1', at(120), ann, now(), 31, 121)",
                    "band_status (band, measured_at, wearer_id, received_at, battery, worn) VALUES ('b1', at(180), ann, now(), 40, true)")) {
                handle.execute("INSERT INTO "
                        + row.replace(" ann", " " + ann)
                                .replace(" bob", " " + bob)
                                .replaceAll("at\\((\\d+)\\)", "to_timestamp(" + now / 1000 + " - $1)"));
            }
        });
        try (WearerStates states = open()) {
            states.start();
            await().untilAsserted(() -> assertThat(states())
                    .containsExactly(String.join(
                            " ",
                            ann + " b1",
                            "-60",
                            "77 -60",
                            "150/90 -300",
                            "31,121,? -120",
                            "40 -180",
                            "true -180")));
            states.note(pending -> pending.of(ann, "b1", now).heartRate(78, now));
            await().untilAsserted(() -> assertThat(states()).first().asString().startsWith(ann + " b1 0 78 0"));
        }
    }

    private void written(Consumer<PendingStates> measurements) {
        try (WearerStates states = open()) {
            states.note(measurements);
        }
    }

    private WearerStates open() {
        return new WearerStates(town.database().dataSource(), Clock.systemUTC(), new SimpleMeterRegistry());
    }

    /** Each with the seconds from now. */
    private List<String> states() {
        return town.jdbi()
                .withHandle(handle -> handle.createQuery(
                                """
                        SELECT concat_ws(' ', wearer_id, band, ago(heard_at), heart_rate, ago(heart_rate_at),
                                         systolic || '/' || diastolic, ago(pressure_at),
                                         concat_ws(',', latitude, longitude, coalesce(accuracy::text, '?')), ago(fix_at),
                                         battery, ago(battery_at), CASE WHEN worn THEN 'true' ELSE 'false' END, ago(worn_at))
                          FROM wearer_state ORDER BY wearer_id
                        """.replaceAll("ago\\((\\w+)\\)", "extract(epoch FROM $1 - :now)::int"))
                        .bind("now", Instant.ofEpochMilli(now).atOffset(ZoneOffset.UTC))
                        .mapTo(String.class)
                        .list());
    }
}
