package io.kanhu.alerting.channel.wecom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kanhu.alerting.channel.wecom.CallbackSeal.Signed;
import io.kanhu.alerting.channel.wecom.WecomSeal.Told;
import io.kanhu.database.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** WeCom's own example, and what is not WeCom's. */
class CallbackSealTest {
    private static final String KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";
    private static final Instant NOW = Instant.ofEpochSecond(1_409_659_589);
    private static final String ECHO =
            "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==";

    private final SettableClock clock = new SettableClock(NOW);
    private final CallbackSeal seal = new CallbackSeal("QDG6eK", KEY, "wx5823bf96d3bd56c7", clock);

    @Test
    void theExampleThatWecomPublishesIsRead() {
        Signed signed = new Signed("5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3", "1409659589", "263014780");
        assertThat(seal.open(signed, ECHO)).isEqualTo("1616140317555161061");
    }

    @Test
    void whatIsSignedByAnotherOldChangedOrForSomebodyElseIsRefused() {
        WecomSeal right = new WecomSeal("QDG6eK", KEY, "wx5823bf96d3bd56c7");
        Told told = right.tell(NOW, "<xml/>");
        assertThat(seal.open(told.signed(), told.sealed())).isEqualTo("<xml/>");
        assertRefused(told.signed(), told.sealed() + "A", "signature");
        assertRefused(
                new Signed(
                        told.signed().signature(), "1409659590", told.signed().nonce()),
                told.sealed(),
                "signature");

        Told stranger = new WecomSeal("another", KEY, "wx5823bf96d3bd56c7").tell(NOW, "<xml/>");
        assertRefused(stranger.signed(), stranger.sealed(), "signature");
        Told otherKey = new WecomSeal("QDG6eK", "x".repeat(43), "wx5823bf96d3bd56c7").tell(NOW, "<xml/>");
        assertThatThrownBy(() -> seal.open(otherKey.signed(), otherKey.sealed()))
                .isInstanceOf(CallbackRefused.class);
        Told foreign = new WecomSeal("QDG6eK", KEY, "ww2").tell(NOW, "<xml/>");
        assertRefused(foreign.signed(), foreign.sealed(), "another corporation");

        clock.pass(CallbackSeal.WINDOW.plus(Duration.ofSeconds(1)));
        assertRefused(told.signed(), told.sealed(), "old");
    }

    @Test
    void aKeyThatIsNoneIsSaidWithoutRepeatingIt() {
        assertThatThrownBy(() -> new CallbackSeal("t", "short-secret", "ww1", clock))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("short-secret");
        assertThat(seal.toString()).doesNotContain("QDG6eK", KEY);
    }

    @Test
    void xmlThatDeclaresSomethingIsNotReadAtAll() {
        assertThatThrownBy(() -> WecomXml.fields(
                        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><xml><Encrypt>&e;</Encrypt></xml>"))
                .isInstanceOf(CallbackRefused.class);
        assertThatThrownBy(() -> WecomXml.fields("{}")).isInstanceOf(CallbackRefused.class);
        assertThat(WecomXml.fields("<xml><A><![CDATA[1]]></A><B>2</B></xml>"))
                .containsEntry("A", "1")
                .containsEntry("B", "2");
    }

    private void assertRefused(Signed signed, String sealed, String why) {
        assertThatThrownBy(() -> seal.open(signed, sealed))
                .isInstanceOf(CallbackRefused.class)
                .hasMessageContaining(why);
    }
}
