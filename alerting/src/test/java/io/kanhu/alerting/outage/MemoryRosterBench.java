package io.kanhu.alerting.outage;

import io.kanhu.alerting.Arrived;
import io.kanhu.alerting.Town;
import io.kanhu.alerting.ladder.Means;
import io.kanhu.protocol.SosPress;
import io.kanhu.protocol.Topic;
import java.util.Set;

/** What it costs to remember a city, and how fast a thousand calls are told from memory. Started by hand. */
public final class MemoryRosterBench {
    private static final int WEARERS = 1_000_000;
    private static final int CALLS = 1_000;
    private static final int LOOK_UPS = 1_000;

    private MemoryRosterBench() {}

    /** Prints its figures. */
    public static void main(String[] arguments) {
        try (Town town = new Town()) {
            town.grid("east");
            town.onDuty("wang", "east");
            fill(town);
            MemoryRoster roster = town.memory().roster();
            print("all wearers read", millis(roster::refresh));
            System.out.printf("%.1f bytes a wearer%n", (double) roster.bytes() / WEARERS);
            print("nothing changed", millis(roster::refresh));
            long first = town.number("SELECT min(id) FROM wearer");
            print(
                    "look-up",
                    millis(() -> {
                                for (int i = 0; i < LOOK_UPS; i++) {
                                    if (roster.wearer(first + i * 997L).isEmpty()) {
                                        throw new IllegalStateException(
                                                "wearer " + (first + i * 997L) + " is not known");
                                    }
                                }
                            })
                            / LOOK_UPS);
            calls(town, first);
        }
    }

    private static void fill(Town town) {
        town.jdbi().useHandle(h -> h.execute("""
                INSERT INTO wearer (code, name, address, phone, grid_id)
                SELECT 'w' || n, substr('王李张刘陈杨黄赵周吴', n % 10 + 1, 1) || substr('秀桂玉淑凤兰英珍华梅', n / 10 % 10 + 1, 1)
                         || substr('兰英珍华梅芳琴云莲香', n / 100 % 10 + 1, 1),
                       '运城市盐湖区' || substr('东西南北中', n / 5000 % 5 + 1, 1) || '城街道' || n / 1000 || '社区' || n / 100 % 30 || '号楼'
                         || n % 6 + 1 || '单元' || n % 1800 || '室',
                       '1' || (3000000000 + (n::bigint * 7919177) % 7000000000), g.id
                  FROM generate_series(1, ?) AS n, grid g
                """, WEARERS));
    }

    private static void calls(Town town, long first) {
        HeldCalls held = town.memory().held(Set.of(Means.APP));
        long grid = town.number("SELECT id FROM grid");
        int[] shown = {0};
        for (int page = 0; page < 20; page++) {
            held.onlookers().add(held, town.number("SELECT id FROM worker"), null, call -> shown[0]++);
        }
        for (int i = 0; i < CALLS; i++) {
            SosPress press = new SosPress("p", Town.MORNING, i, true, null, null, null);
            held.arrived(
                    new Arrived("b" + i, Topic.Kind.SOS, Town.MORNING, "{\"id\":\"p\"}"),
                    first + i * 997L,
                    grid,
                    press);
        }
        town.clock().pass(java.time.Duration.ofSeconds(2));
        print(CALLS + " calls told to 20 pages", millis(held::look));
        if (shown[0] != CALLS * 20) {
            throw new IllegalStateException(shown[0] + " were shown");
        }
    }

    private static double millis(Runnable work) {
        long begun = System.nanoTime();
        work.run();
        return (System.nanoTime() - begun) / 1e6;
    }

    private static void print(String what, double millis) {
        System.out.printf("%s: %.2f ms%n", what, millis);
    }
}
