package io.kanhu.protocol;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.LongRange;

/** Whatever bytes come: nothing is thrown, an SOS is heard, and no value is taken that cannot be true. */
class AnyPayloadTest {
    private static final List<String> NAMES = List.of(
            "ts",
            "hr",
            "bp",
            "sys",
            "dia",
            "spo2",
            "temp",
            "steps",
            "loc",
            "lat",
            "lon",
            "acc",
            "src",
            "datum",
            "batt",
            "worn",
            "quality",
            "id",
            "pressMs",
            "cancel",
            "online",
            "charging",
            "signal",
            "fw",
            "values",
            "_type",
            "tst",
            "latitude",
            "longitude",
            "x",
            "");

    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "0.0",
            "-1",
            "1",
            "3000",
            "24.5",
            "25",
            "50",
            "60",
            "35.0266",
            "111.0073",
            "100",
            "101",
            "120",
            "230.4",
            "231",
            "1772352000000",
            "1772352000",
            "1772352000000.5",
            "-2147483647793",
            "2147483647",
            "2147483648",
            "9223372036854775807",
            "-9223372036854775808",
            "18446744073709551616",
            "1e-300",
            "1e300",
            "1e999",
            "-1e999");

    private static final List<String> WORDS = List.of(
            "",
            "gnss",
            "gcj02",
            "wgs84",
            "location",
            "17",
            "true",
            "\\u0000",
            "\\ud800",
            "\\n",
            "看护",
            "😀",
            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");

    @Property(tries = 4000)
    void bytes(@ForAll Topic.Kind kind, @ForAll byte[] payload) {
        Believable.check(kind, payload, Received.AT);
    }

    @Property(tries = 8000)
    void charactersOfJson(@ForAll Topic.Kind kind, @ForAll("soup") String payload) {
        Believable.check(kind, payload.getBytes(StandardCharsets.UTF_8), Received.AT);
    }

    // A seed cannot be made simpler.
    @Property(tries = 20_000, shrinking = ShrinkingMode.OFF)
    void jsonWithTheContractsNames(@ForAll Topic.Kind kind, @ForAll long seed) {
        Believable.check(kind, json(new Random(seed)), Received.AT);
    }

    @Property(tries = 5000, shrinking = ShrinkingMode.OFF)
    void anyTimeOfArrival(
            @ForAll Topic.Kind kind,
            @ForAll long seed,
            @ForAll @LongRange(min = 0, max = 4_102_444_800_000L) long receivedMillis) {
        Believable.check(
                kind,
                json(new Random(seed)),
                Instant.ofEpochMilli(receivedMillis).plusNanos(999_999));
    }

    @Provide
    Arbitrary<String> soup() {
        Arbitrary<String> tokens = Arbitraries.of(
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "\"",
                "\\",
                "\\u",
                "\"ts\":",
                "\"hr\":",
                "\"loc\":{",
                "\"cancel\":true",
                "\"id\":",
                "1772352000000",
                "null",
                "true",
                "1",
                "0",
                "-",
                ".",
                "e",
                " ",
                "\n",
                "\uFEFF",
                "看");
        return tokens.list().ofMaxSize(24).map(list -> String.join("", list));
    }

    /** Most are an object with a time that is believed, or little of the rest would be reached. */
    private static byte[] json(Random chance) {
        String json = switch (chance.nextInt(8)) {
            case 0 -> array(chance, 3);
            case 1 -> scalar(chance);
            case 2 -> object(chance, 3, "\"y\":1");
            case 3 -> object(chance, 3, "\"tst\":1772352000,\"_type\":\"location\"");
            default -> object(chance, 3, "\"ts\":1772352000000");
        };
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static String object(Random chance, int depth, String first) {
        StringBuilder object = new StringBuilder("{").append(first);
        for (int fields = chance.nextInt(10); fields > 0; fields--) {
            String value = value(chance, depth);
            object.append(",\"").append(one(NAMES, chance)).append("\":").append(value);
        }
        return object.append('}').toString();
    }

    private static String array(Random chance, int depth) {
        return Stream.generate(() -> value(chance, depth))
                .limit(chance.nextInt(4))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String value(Random chance, int depth) {
        return switch (depth == 0 ? 0 : chance.nextInt(4)) {
            case 1 -> object(chance, depth - 1, "\"ts\":1772352000000");
            case 2 -> array(chance, depth - 1);
            default -> scalar(chance);
        };
    }

    private static String scalar(Random chance) {
        return switch (chance.nextInt(4)) {
            case 0 -> "\"" + one(WORDS, chance) + "\"";
            case 1 -> one(List.of("null", "true", "false"), chance);
            default -> one(NUMBERS, chance);
        };
    }

    private static String one(List<String> list, Random chance) {
        return list.get(chance.nextInt(list.size()));
    }
}
