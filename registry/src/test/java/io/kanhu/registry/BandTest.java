package io.kanhu.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class BandTest {
    private static final Instant MOVED = Instant.parse("2026-05-01T06:30:00Z");
    private static final List<Worn> TWO_WEARERS =
            List.of(new Worn(1, 10L, Instant.EPOCH, MOVED), new Worn(2, null, MOVED, null));

    @Test
    void acceptsItsSecretAndNothingElse() {
        Band band = new Band("b1", sha256("只有手环知道的一串字符"), false, List.of());
        assertThat(band.accepts("只有手环知道的一串字符".getBytes(UTF_8))).isTrue();
        assertThat(band.accepts("只有手环知道的一串字".getBytes(UTF_8))).isFalse();
        assertThat(band.accepts(new byte[0])).isFalse();
    }

    @Test
    void keepsItsSecretWhenTheGivenArrayIsReused() {
        byte[] hash = sha256("secret");
        Band band = new Band("b1", hash, false, List.of());
        hash[0]++;
        assertThat(band.accepts("secret".getBytes(UTF_8))).isTrue();
    }

    @Test
    void showsNoPartOfItsSecret() {
        byte[] hash = sha256("secret");
        assertThat(new Band("b1", hash, false, List.of()).toString())
                .doesNotContain(HexFormat.of().formatHex(hash).substring(0, 8));
    }

    @Test
    void tellsWhoWoreItWhenItMeasured() {
        Band band = new Band("b1", sha256("secret"), false, TWO_WEARERS);
        assertThat(band.wearerAt(Instant.EPOCH)).isEqualTo(TWO_WEARERS.getFirst());
        assertThat(band.wearerAt(MOVED.minusNanos(1))).isEqualTo(TWO_WEARERS.getFirst());
        assertThat(band.wearerAt(MOVED)).isEqualTo(TWO_WEARERS.getLast());
        assertThat(band.wearerAt(Instant.EPOCH.minusNanos(1))).isNull();
    }

    @Test
    void isWornByNobodyAfterItsLastTimeEnded() {
        Band band = new Band("b1", sha256("secret"), false, TWO_WEARERS.subList(0, 1));
        assertThat(band.wearerAt(MOVED)).isNull();
    }

    @Test
    void refusesAHashThatIsNone() {
        assertThatThrownBy(() -> new Band("b1", new byte[31], false, List.of())).hasMessageContaining("b1");
    }

    private static byte[] sha256(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
