package io.kanhu.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "p-17", "紧急", "é", "😀", " "})
    void printableTextIsPlainAndStaysAsItIs(String text) {
        assertThat(PlainText.isPlain(text, 64)).isTrue();
        assertThat(PlainText.of(text, 64)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000", "\u0007", "\n", "\u007f", "\u0085", "\u200e", "\u202e", "\ufeff", "\uffff", "\ud800", "\udc00"
            })
    void whatCannotBeStoredOrPrintedIsNotPlainAndShownAsAQuestionMark(String character) {
        assertThat(PlainText.isPlain("a" + character + "b", 64)).isFalse();
        assertThat(PlainText.of("a" + character + "b", 64)).isEqualTo("a?b");
    }

    @Test
    void theLimitOfAnIdCountsHalvesOfPairsAndTheCutNeverFallsBetweenThem() {
        assertThat(PlainText.isPlain("😀", 2)).isTrue();
        assertThat(PlainText.isPlain("😀", 1)).isFalse();
        assertThat(PlainText.of("😀😀😀", 2)).isEqualTo("😀😀");
    }
}
