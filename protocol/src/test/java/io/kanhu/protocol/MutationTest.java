package io.kanhu.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Golden payloads as a bad radio, a bad memory and a bad programmer leave them. */
class MutationTest {
    private static final List<Golden> GOLDENS = Golden.all();
    private static final List<Topic.Kind> KINDS = List.of(Topic.Kind.values());
    private static final String[] TOKENS = {
        "0", "-", "9999999999", "1e999", "null", "true", "\"", "\\u0000", "\\ud800", "{", "}", "[", "]", ",", ":"
    };

    // A seed cannot be made simpler.
    @Property(tries = 20_000, shrinking = ShrinkingMode.OFF)
    void aDamagedPayloadNeverHarms(@ForAll long seed) {
        Random chance = new Random(seed);
        Golden golden = GOLDENS.get(chance.nextInt(GOLDENS.size()));
        byte[] payload = golden.payload().getBytes(StandardCharsets.UTF_8);
        for (int damages = 1 + chance.nextInt(4); damages > 0; damages--) {
            payload = damaged(payload, chance);
        }
        // Now and then it comes in on a topic it was not made for.
        Topic.Kind kind = chance.nextInt(8) == 0
                ? KINDS.get(chance.nextInt(KINDS.size()))
                : golden.parsedTopic().kind();
        Believable.check(kind, payload, Received.AT);
    }

    private static byte[] damaged(byte[] payload, Random chance) {
        int place = chance.nextInt(payload.length + 1);
        int end = Math.min(payload.length, place + 1 + chance.nextInt(8));
        return switch (chance.nextInt(6)) {
            case 0 -> replaced(payload, place, place, new byte[] {(byte) chance.nextInt(256)});
            case 1 -> replaced(payload, place, end, new byte[0]);
            case 2 -> replaced(payload, place, place, Arrays.copyOfRange(payload, place, end));
            case 3 ->
                replaced(payload, place, end, TOKENS[chance.nextInt(TOKENS.length)].getBytes(StandardCharsets.UTF_8));
            case 4 -> Arrays.copyOf(payload, place);
            default -> flipped(payload, place, chance);
        };
    }

    private static byte[] flipped(byte[] payload, int place, Random chance) {
        byte[] flipped = payload.clone();
        if (place < flipped.length) {
            flipped[place] ^= (byte) (1 << chance.nextInt(8));
        }
        return flipped;
    }

    private static byte[] replaced(byte[] payload, int from, int to, byte[] with) {
        byte[] result = new byte[payload.length - (to - from) + with.length];
        System.arraycopy(payload, 0, result, 0, from);
        System.arraycopy(with, 0, result, from, with.length);
        System.arraycopy(payload, to, result, from + with.length, payload.length - to);
        return result;
    }
}
