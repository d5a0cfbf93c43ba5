package dev.concierge.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

@Tag("security")
class ClientAddressesTest {
    private final ClientAddresses behindProxies =
            new ClientAddresses(new ProxySettings(List.of("10.0.0.0/8", " 192.0.2.7 ", "2001:db8:1::/48", "")));

    private String client(String peer, String... forwarded) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr(peer);
        for (String line : forwarded) {
            request.addHeader("X-Forwarded-For", line);
        }
        return behindProxies.of(request).text();
    }

    @Test
    void m01_without_a_trusted_peer_no_header_counts() {
        assertThat(client("203.0.113.5", "198.51.100.1")).isEqualTo("203.0.113.5");
        assertThat(client("203.0.113.5", "10.0.0.1, 198.51.100.1")).isEqualTo("203.0.113.5");
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr("10.0.0.1");
        for (String name : List.of("X-Real-IP", "Forwarded", "CF-Connecting-IP", "True-Client-IP", "X-Client-IP")) {
            request.addHeader(name, "198.51.100.1");
        }
        assertThat(behindProxies.of(request).text()).isEqualTo("10.0.0.1");
    }

    @Test
    void m01_the_right_most_hop_that_is_no_proxy_of_ours_is_the_client() {
        assertThat(client("10.0.0.1", "198.51.100.1")).isEqualTo("198.51.100.1");
        assertThat(client("10.0.0.1", "1.2.3.4, 198.51.100.1")).isEqualTo("198.51.100.1");
        assertThat(client("10.0.0.1", "1.2.3.4, 198.51.100.1, 10.9.9.9")).isEqualTo("198.51.100.1");
        assertThat(client("10.0.0.1", "1.2.3.4", "198.51.100.1 ,192.0.2.7")).isEqualTo("198.51.100.1");
        assertThat(client("2001:db8:1::5", "2001:db8:2::9")).isEqualTo("2001:db8:2:0:0:0:0:9");
    }

    @Test
    void m01_a_hop_that_is_no_address_ends_the_search() {
        assertThat(client("10.0.0.1", "1.2.3.4, unknown")).isEqualTo("10.0.0.1");
        assertThat(client("10.0.0.1", "evil.example")).isEqualTo("10.0.0.1");
        assertThat(client("10.0.0.1", "1.2.3.4:80")).isEqualTo("10.0.0.1");
        assertThat(client("10.0.0.1", "1.2.3.4,,10.0.0.3")).isEqualTo("10.0.0.3");
        assertThat(client("10.0.0.1", "1.2.3.4, " + "10.0.0.2, ".repeat(5000) + "10.0.0.9"))
                .startsWith("10.");
    }

    @Test
    void m01_an_ipv4_address_in_ipv6_form_is_the_ipv4_address() {
        assertThat(client("10.0.0.1", "::ffff:198.51.100.1")).isEqualTo("198.51.100.1");
        assertThat(client("::ffff:10.0.0.1", "198.51.100.1")).isEqualTo("198.51.100.1");
    }

    @Test
    void m01_one_customers_64_is_one_network() {
        assertThat(network("2001:db8:5:6::1"))
                .isEqualTo(network("2001:db8:5:6:ffff:1:2:3"))
                .endsWith("/64");
        assertThat(network("2001:db8:5:7::1")).isNotEqualTo(network("2001:db8:5:6::1"));
        assertThat(network("198.51.100.1")).isEqualTo(network("198.51.100.254")).isEqualTo("198.51.100.0/24");
    }

    private static String network(String address) {
        return new ClientAddress(InetAddress.ofLiteral(address)).network();
    }

    @Test
    void what_is_no_range_stops_the_start_with_a_sentence() {
        for (String wrong : List.of("proxy.example", "10.0.0.0/33", "10.0.0.0/x", "10.0.0/8/8", "*")) {
            assertThatIllegalArgumentException()
                    .as(wrong)
                    .isThrownBy(() -> new ProxySettings(List.of(wrong)))
                    .withMessageContaining("TRUSTED_PROXIES");
        }
    }
}
