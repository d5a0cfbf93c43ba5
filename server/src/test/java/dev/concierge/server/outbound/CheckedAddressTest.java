package dev.concierge.server.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.outbound.OutboundOutcome.Reason;
import dev.concierge.server.outbound.OutboundOutcome.Unreachable;
import dev.concierge.server.outbound.OutboundRequest.Method;
import dev.concierge.server.support.FakeProvider;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** H-01: addresses that calls may not go to, however they are written. */
@Tag("security")
class CheckedAddressTest {
    private static Unreachable call(TestOutbound way, String url) {
        URI target = URI.create(url);
        Set<HostPort> hosts = target.getHost() == null ? Set.of() : Set.of(HostPort.of(target));
        return OutboundTest.unreachable(way.send(OutboundRequest.to("acme", "test", hosts, Method.GET, target)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "0.0.0.0",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:a9fe:a9fe]",
                "[::127.0.0.1]",
                "2130706433",
                "127.1",
                "169.254.169.254",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "100.64.0.1",
                "[fc00::1]",
                "[fd12::1]",
                "[fe80::1]",
                "[64:ff9b::7f00:1]",
                "[2002:7f00:1::]",
                "[2001::1]",
                "224.0.0.1",
                "[ff02::1]",
                "255.255.255.255"
            })
    void h_01_a_literal_private_address_is_refused_before_any_connection(String host) {
        try (TestOutbound way = TestOutbound.with().open()) {
            assertThat(call(way, "https://" + host + "/"))
                    .isEqualTo(new Unreachable(Reason.REFUSED_ADDRESS, false, null));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x7f.1", "0x7f000001", "017700000001"})
    void h_01_other_spellings_of_loopback_reach_nothing(String host) {
        try (TestOutbound way = TestOutbound.with().open()) {
            Unreachable outcome = call(way, "https://" + host + "/");
            assertThat(outcome.sent()).isFalse();
            assertThat(outcome.reason()).isIn(Reason.REFUSED_ADDRESS, Reason.CONNECT);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "gopher://127.0.0.1/",
                "jar:file:/a!/b",
                "jar:https://api.example/a.jar!/b",
                "ftp://127.0.0.1/",
                "unix:/run/docker.sock",
                "unix:///run/docker.sock",
                "http+unix://%2Frun%2Fdocker.sock/info",
                "https://%2Frun%2Fdocker.sock/info",
                "netdoc:///etc/passwd",
                "jrt:/java.base",
                "ws://api.example/",
                "HTTP://127.0.0.1/"
            })
    void h_01_and_h_13_other_schemes_are_refused(String url) {
        try (TestOutbound way = TestOutbound.with().open()) {
            assertThat(call(way, url).reason()).isEqualTo(Reason.REFUSED_ADDRESS);
        }
    }

    @Test
    void h_01_a_public_name_with_one_private_address_among_others_is_refused() {
        HostLookup mixed = _ -> new InetAddress[] {
            InetAddress.getByAddress(new byte[] {(byte) 198, 41, 0, 4}),
            InetAddress.getByAddress(new byte[] {10, 0, 0, 1})
        };
        try (TestOutbound way = TestOutbound.with().lookup(mixed).open()) {
            assertThat(call(way, "https://api.example/").reason()).isEqualTo(Reason.REFUSED_ADDRESS);
        }
    }

    @Test
    void h_01_the_checked_address_is_the_one_dialled_and_the_name_is_resolved_once() {
        AtomicInteger lookups = new AtomicInteger();
        try (FakeProvider server = FakeProvider.start(FakeProvider.json(200, "{}"));
                TestOutbound way = TestOutbound.with()
                        .allow(server)
                        .lookup(_ -> rebinding(lookups.incrementAndGet()))
                        .open()) {
            OutboundRequest.Builder request =
                    OutboundRequest.to("acme", "test", OutboundTest.hosts(server), Method.GET, server.url("/"));
            assertThat(way.send(request)).isInstanceOf(OutboundOutcome.Answered.class);
            assertThat(lookups).hasValue(1);
        }
    }

    /** Loopback at first, and a trap when asked again. */
    private static InetAddress[] rebinding(int time) throws UnknownHostException {
        return new InetAddress[] {InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (time == 1 ? 1 : 66)})};
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "142.250.74.110", "2a00:1450:4001:81b::200e", "2606:4700::1111"})
    void a_public_address_may_be_dialled(String address) throws UnknownHostException {
        assertThat(AddressRules.reachable(InetAddress.getByName(address))).isTrue();
    }
}
