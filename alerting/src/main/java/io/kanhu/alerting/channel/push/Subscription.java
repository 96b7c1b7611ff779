package io.kanhu.alerting.channel.push;

import com.zerodeplibs.webpush.UserAgentMessageEncryptionKeyInfo;
import java.net.URI;

/**
 * A browser that takes pushes.
 *
 * @param endpoint its address at its push service; whoever knows it can bother it
 * @param keys what messages to it are encrypted with
 */
record Subscription(long id, URI endpoint, UserAgentMessageEncryptionKeyInfo keys) {
    @Override
    public String toString() {
        return "Subscription " + id + " at " + endpoint.getHost();
    }
}
