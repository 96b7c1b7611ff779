package io.kanhu.alerting.channel.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zerodeplibs.webpush.MessageEncryptions;
import com.zerodeplibs.webpush.PushMessage;
import com.zerodeplibs.webpush.UserAgentMessageEncryptionKeyInfo;
import java.security.GeneralSecurityException;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The browser of the tests against the example of RFC 8291, and the library against the browser. */
class BrowserTest {
    private static final String PUBLIC =
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private static final String AUTH = "BTBZMqHH6r4Tts7J_aSIgg";

    @Test
    void theExampleOfRfc8291IsDecrypted() throws GeneralSecurityException {
        byte[] body = Base64.getUrlDecoder()
                .decode("DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIg"
                        + "Dll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXL"
                        + "WyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
        assertThat(Browser.of("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94", PUBLIC, AUTH)
                        .decrypt(body))
                .isEqualTo("When I grow up, I want to be a watermelon");
    }

    @Test
    void whatTheLibraryEncryptsIsDecryptedByNobodyElse() throws GeneralSecurityException {
        Browser browser = Browser.fresh();
        byte[] sealed = MessageEncryptions.of()
                .encrypt(
                        UserAgentMessageEncryptionKeyInfo.of(
                                Base64.getUrlDecoder().decode(browser.p256dh()),
                                Base64.getUrlDecoder().decode(browser.auth())),
                        PushMessage.ofUTF8("紧急呼叫"))
                .toBytes();
        assertThat(browser.decrypt(sealed)).isEqualTo("紧急呼叫");
        assertThatThrownBy(() -> Browser.fresh().decrypt(sealed)).isInstanceOf(GeneralSecurityException.class);
    }
}
