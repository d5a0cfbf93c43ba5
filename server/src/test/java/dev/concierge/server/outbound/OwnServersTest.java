package dev.concierge.server.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.server.outbound.OutboundOutcome.Answered;
import dev.concierge.server.outbound.OutboundOutcome.Reason;
import dev.concierge.server.outbound.OutboundOutcome.Unreachable;
import dev.concierge.server.outbound.OutboundRequest.Method;
import dev.concierge.server.support.FakeProvider;
import dev.concierge.server.support.SettableClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server of the operator's own is reached by its own way out alone, and that way leads nowhere else. */
@Tag("security")
class OwnServersTest {
    private final FakeProvider own = FakeProvider.start(FakeProvider.json(200, "{}"));
    private final FakeProvider other = FakeProvider.start(FakeProvider.json(200, "{}"));
    private final OutboundSettings settings =
            new OutboundSettings(List.of(), null, 32, Duration.ofSeconds(4), 60, Duration.ofSeconds(10));
    private final OwnServers servers = new OwnServers(settings, new SettableClock(), null);

    @AfterEach
    void close() throws IOException {
        servers.close();
        own.close();
        other.close();
    }

    private static OutboundRequest to(FakeProvider server) {
        return OutboundRequest.to(
                        "own",
                        "test",
                        Set.of(HostPort.parse(server.authority())),
                        Method.GET,
                        URI.create("http://" + server.authority() + "/"))
                .build();
    }

    @Test
    @DisplayName("naming a private server opens its address to its own calls, not to others")
    void naming_a_server_opens_its_address_to_its_own_calls() throws IOException {
        Outbound way = servers.only(HostPort.parse(own.authority()), null, "OWN_CA");

        assertThat(way.send(to(own)))
                .isInstanceOfSatisfying(
                        Answered.class, answer -> assertThat(answer.status()).isEqualTo(200));
        assertThatThrownBy(() -> way.send(to(other)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another place");
        try (TestOutbound providers = TestOutbound.allowing(new SettableClock())) {
            assertThat(providers.outbound().send(to(own)))
                    .isEqualTo(new Unreachable(Reason.REFUSED_ADDRESS, false, null));
        }
    }

    @Test
    void a_file_of_authorities_that_cannot_be_read_is_said_by_its_name() {
        assertThatThrownBy(() -> servers.only(HostPort.parse(own.authority()), Path.of("nothing.pem"), "OWN_CA"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("OWN_CA cannot be read");
    }
}
