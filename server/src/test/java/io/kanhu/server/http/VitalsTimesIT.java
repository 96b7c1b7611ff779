package io.kanhu.server.http;

import static io.kanhu.server.Person.json;

import io.kanhu.server.Person;
import io.kanhu.server.Town;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VitalsTimesIT {
    @TempDir
    static Path data;

    @Test
    void times() {
        try (Town town = Town.start(data)) {
            town.jdbi()
                    .useHandle(h -> h.createUpdate("""
                            INSERT INTO vital_sign (band, measured_at, wearer_id, received_at, heart_rate, systolic, diastolic, spo2, temperature, steps)
                            SELECT :band, t, :wearer, t, 70, 130, 80, 97, 36.6, 100
                              FROM generate_series(now() - interval '24 hours' + interval '60 seconds', now(), interval '50 seconds') t
                            """)
                            .bind("band", town.band(0))
                            .bind("wearer", town.wearer(0))
                            .execute());
            Person care = town.loggedIn("care");
            for (String shape : new String[] {"rows", "columns"}) {
                String path = "/api/wearers/" + town.wearer(0) + "/vitals?shape=" + shape;
                long[] nanos = new long[400];
                int size = 0;
                for (int i = 0; i < 300; i++) {
                    json(care.get(path));
                }
                for (int i = 0; i < nanos.length; i++) {
                    long begun = System.nanoTime();
                    size = care.get(path).body().length();
                    nanos[i] = System.nanoTime() - begun;
                }
                Arrays.sort(nanos);
                System.out.printf(
                        "vitals %s: %d characters, p50 %.1f ms, p99 %.1f ms%n",
                        shape, size, nanos[200] / 1e6, nanos[396] / 1e6);
            }
        }
    }
}
