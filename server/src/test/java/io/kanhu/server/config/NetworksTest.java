package io.kanhu.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworksTest {
    @ParameterizedTest(name = "{1} lies in {0}: {2}")
    @CsvSource({
        "10.0.0.0/8, 10.255.1.2, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 127.0.0.2, false",
        "0.0.0.0/0, 203.0.113.1, true",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1, 0:0:0:0:0:0:0:1, true",
        "10.0.0.0/8, ::1, false",
        "10.0.0.0/8, localhost, false",
    })
    void anAddressLiesInANetworkOrNot(String network, String address, boolean lies) {
        assertThat(Networks.of("key", List.of(network)).contain(address)).isEqualTo(lies);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "203.0.113.7, 203.0.113.7",
        "' 203.0.113.7:4711 ', 203.0.113.7",
        "[2001:db8::1]:4711, 2001:db8:0:0:0:0:0:1",
        "2001:db8::1, 2001:db8:0:0:0:0:0:1"
    })
    void proxiesWriteAddressesInSeveralWays(String text, String address) {
        assertThat(Networks.addressIn(text)).contains(address);
    }

    @ParameterizedTest
    @CsvSource({"unknown", "localhost", "''", "203.0.113", "1.2.3.4.5", "evil\u0000"})
    void whatIsNoAddressIsNone(String text) {
        assertThat(Networks.addressIn(text)).isEmpty();
    }

    @Test
    void aNetworkThatCannotBeIsNamed() {
        for (String wrong : List.of("10.0.0.0/33", "ten", "10.0.0.0/-1", "10.0.0.0/x", "")) {
            assertThatThrownBy(() -> Networks.of("kanhu.http.trusted-proxies", List.of(wrong)))
                    .isInstanceOf(BadSetting.class)
                    .hasMessageContaining("kanhu.http.trusted-proxies");
        }
    }
}
