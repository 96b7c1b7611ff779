package io.kanhu.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class PlainTextPropertyTest {

    @Property(tries = 3000)
    void noControlCharacterAndNoHalfPairComesOut(@ForAll("texts") String text, @ForAll @IntRange(max = 80) int limit) {
        String plain = PlainText.of(text, limit);
        assertThat(plain.chars().noneMatch(Character::isISOControl)).isTrue();
        // A lone surrogate would not survive this.
        assertThat(new String(plain.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(plain);
        assertThat(plain.codePointCount(0, plain.length())).isLessThanOrEqualTo(limit);
        assertThat(PlainText.isPlain(plain, plain.length())).isTrue();
    }

    @Property(tries = 3000)
    void plainTextIsNotChanged(@ForAll("texts") String text) {
        assertThat(PlainText.of(text, 1000).equals(text)).isEqualTo(PlainText.isPlain(text, 1000));
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<Character> characters = Arbitraries.oneOf(
                Arbitraries.chars().all(),
                Arbitraries.chars().ascii(),
                Arbitraries.chars().range('\u0000', '\u001f'),
                Arbitraries.chars().range('\ud7f0', '\ue010'));
        return characters.list().ofMaxSize(40).map(list -> {
            StringBuilder text = new StringBuilder();
            list.forEach(text::append);
            return text.toString();
        });
    }
}
