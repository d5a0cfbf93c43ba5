package dev.concierge.server.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.server.outbound.OutboundOutcome.Answered;
import dev.concierge.server.outbound.OutboundOutcome.Reason;
import dev.concierge.server.outbound.OutboundOutcome.Unreachable;
import dev.concierge.server.outbound.OutboundRequest.Method;
import dev.concierge.server.support.Certificates;
import dev.concierge.server.support.FakeProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** H-12: TLS of outgoing calls. Each refusal stands beside the same call done right. */
@Tag("security")
class TlsTest {
    @TempDir
    Path folder;

    private OutboundOutcome call(Certificates server, Path... trusted) {
        try (FakeProvider provider = FakeProvider.start(server.context(), FakeProvider.json(200, "{}"))) {
            TestOutbound.Opening opening = TestOutbound.with().allow(provider);
            for (Path pem : trusted) {
                opening.trust(pem);
            }
            try (TestOutbound way = opening.open()) {
                OutboundOutcome outcome = way.send(OutboundRequest.to(
                        "acme", "test", OutboundTest.hosts(provider), Method.GET, provider.url("/")));
                if (!(outcome instanceof Answered)) {
                    assertThat(provider.requests()).isEmpty();
                }
                return outcome;
            }
        }
    }

    @Test
    void h_12_a_certificate_of_an_authority_that_the_operator_added_is_taken() {
        Certificates right = Certificates.selfSigned(folder, "ip:127.0.0.1");
        assertThat(call(right, right.pem())).isInstanceOf(Answered.class);
    }

    @Test
    void h_12_a_self_signed_certificate_that_nobody_added_is_refused() {
        assertThat(call(Certificates.selfSigned(folder, "ip:127.0.0.1")))
                .isEqualTo(new Unreachable(Reason.TLS, false, null));
    }

    @Test
    void h_12_a_trusted_certificate_for_another_host_is_refused() {
        Certificates other = Certificates.selfSigned(folder, "dns:other.example,ip:127.0.0.2");
        assertThat(call(other, other.pem())).isEqualTo(new Unreachable(Reason.TLS, false, null));
    }

    @Test
    void h_12_an_expired_certificate_is_refused_although_its_authority_is_trusted() {
        Certificates old = Certificates.selfSigned(folder, "ip:127.0.0.1", "-startdate", "-10d", "-validity", "5");
        assertThat(call(old, old.pem())).isEqualTo(new Unreachable(Reason.TLS, false, null));
    }

    @Test
    void h_12_a_certificate_signed_over_sha_1_is_refused_although_it_is_trusted() {
        Certificates weak = Certificates.selfSigned(folder, "ip:127.0.0.1", "-sigalg", "SHA1withRSA");
        assertThat(call(weak, weak.pem())).isEqualTo(new Unreachable(Reason.TLS, false, null));
    }

    @ParameterizedTest
    @ValueSource(ints = {OldTls.SSL_3_0, OldTls.TLS_1_0, OldTls.TLS_1_1})
    void h_12_a_server_that_speaks_no_newer_tls_than_1_1_is_refused_and_gets_no_byte_of_the_request(int version)
            throws Exception {
        try (OldTls server = new OldTls(version);
                TestOutbound way =
                        TestOutbound.with().allow(server.place().toString()).open()) {
            OutboundOutcome outcome = way.send(OutboundRequest.to(
                            "acme",
                            "token",
                            Set.of(server.place()),
                            Method.POST,
                            URI.create("https://" + server.place() + "/token"))
                    .form("client_secret=canary-1&refresh_token=canary-2"));

            assertThat(outcome).isEqualTo(new Unreachable(Reason.TLS, false, null));
            assertThat(server.records()).as("an alert and no data").containsExactly(OldTls.ALERT);
            assertThat(server.received()).doesNotContain("canary");
        }
    }

    @Test
    void a_ca_file_that_is_none_stops_the_start_with_a_sentence() throws IOException {
        Path text = Files.writeString(folder.resolve("ca.pem"), "hello");
        assertThatThrownBy(() -> TestOutbound.with().trust(text).open())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("TRUSTED_CA_FILE");
        assertThatThrownBy(() ->
                        TestOutbound.with().trust(folder.resolve("missing")).open())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("TRUSTED_CA_FILE cannot be read");
    }
}
