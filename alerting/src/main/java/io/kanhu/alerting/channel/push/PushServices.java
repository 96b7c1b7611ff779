package io.kanhu.alerting.channel.push;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/**
 * The push services that browsers may name. Without this list whoever is logged in could let the server ask any address it reaches.
 * Immutable.
 */
public final class PushServices {
    private static final int MOST_CHARACTERS = 2_000;

    private final List<String> hosts;

    /** @param hosts names of hosts; what is below one is meant as well */
    public PushServices(List<String> hosts) {
        this.hosts = List.copyOf(hosts);
    }

    /**
     * Reads the address that a browser got from its push service.
     *
     * @throws IllegalArgumentException if it is none of a service that is listed
     */
    URI endpoint(String text) {
        try {
            URI address = new URI(text);
            if (text.length() <= MOST_CHARACTERS && isSecure(address) && isListed(address)) {
                return address;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("the push service's address cannot be read");
        }
        throw new IllegalArgumentException("this push service is none of kanhu.channels.push.services");
    }

    private static boolean isSecure(URI address) {
        return "https".equals(address.getScheme())
                || ("http".equals(address.getScheme()) && "127.0.0.1".equals(address.getHost()));
    }

    private boolean isListed(URI address) {
        String host = address.getHost();
        return host != null
                && address.getUserInfo() == null
                && hosts.stream().anyMatch(listed -> host.equals(listed) || host.endsWith("." + listed));
    }
}
