package io.kanhu.server.config;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Networks such as {@code 10.0.0.0/8}, {@code 2001:db8::/32} or a single address. Never asks a name server. */
public final class Networks {
    /** None at all. */
    public static final Networks NONE = new Networks(List.of());

    private static final Pattern FOUR_NUMBERS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private final List<Network> networks;

    private Networks(List<Network> networks) {
        this.networks = List.copyOf(networks);
    }

    private record Network(InetAddress base, int bits) {
        boolean contains(InetAddress address) {
            byte[] mine = base.getAddress();
            byte[] other = address.getAddress();
            if (mine.length != other.length) {
                return false;
            }
            int whole = bits / 8;
            if (!Arrays.equals(mine, 0, whole, other, 0, whole)) {
                return false;
            }
            int rest = bits % 8;
            return rest == 0 || ((mine[whole] ^ other[whole]) & (0xff << (8 - rest)) & 0xff) == 0;
        }
    }

    /**
     * Reads them.
     *
     * @throws BadSetting naming the key, if one of them is none
     */
    public static Networks of(String key, List<String> texts) {
        return new Networks(
                texts.stream().map(text -> network(key, text.strip())).toList());
    }

    private static Network network(String key, String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        try {
            InetAddress base = parsed(address);
            int most = base.getAddress().length * 8;
            int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
            if (bits >= 0 && bits <= most) {
                return new Network(base, bits);
            }
        } catch (IllegalArgumentException e) {
            throw new BadSetting(key + " has no network " + text + ": " + e.getMessage());
        }
        throw new BadSetting(key + " has too many bits in " + text);
    }

    /** Whether an address, as digits, lies in one of them. */
    public boolean contain(String address) {
        if (networks.isEmpty()) {
            return false;
        }
        return literal(address)
                .filter(found -> networks.stream().anyMatch(network -> network.contains(found)))
                .isPresent();
    }

    /** The address that a proxy has written, without a port; nothing if it is none. */
    public static Optional<String> addressIn(String text) {
        String bare = text.strip();
        if (bare.startsWith("[") && bare.contains("]")) {
            bare = bare.substring(1, bare.indexOf(']'));
        } else if (bare.indexOf(':') >= 0 && bare.indexOf(':') == bare.lastIndexOf(':')) {
            bare = bare.substring(0, bare.indexOf(':'));
        }
        return literal(bare).map(InetAddress::getHostAddress);
    }

    /** Four numbers, or an IPv6 address: what else could be read as an address is more likely a mistake. */
    private static InetAddress parsed(String text) {
        if (text.indexOf(':') < 0 && !FOUR_NUMBERS.matcher(text).matches()) {
            throw new IllegalArgumentException("not an address");
        }
        return InetAddress.ofLiteral(text);
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(parsed(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
