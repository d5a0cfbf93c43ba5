package dev.concierge.server.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which hosts are private as they are written (attack H-01). */
@Tag("security")
class HostPortTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/token",
                "https://127.0.0.1:8443/token",
                "https://localhost/token",
                "https://x.localhost/token",
                "https://0.0.0.0/",
                "https://10.0.0.7/",
                "https://172.16.3.4/",
                "https://192.168.1.1/",
                "https://100.64.0.1/",
                "https://169.254.169.254/latest",
                "https://[::1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[fc00::1]/",
                "https://[fe80::1]/",
                "https://[64:ff9b::7f00:1]/",
                "https://[2002:7f00:1::]/"
            })
    void h_01_an_address_that_is_not_reachable_by_everybody_is_private(String url) {
        assertThat(HostPort.of(URI.create(url)).isPrivateAsWritten()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://oauth2.googleapis.com/token", "https://8.8.8.8/", "https://[2606:4700::1111]/"})
    void a_name_and_a_public_address_are_not(String url) {
        assertThat(HostPort.of(URI.create(url)).isPrivateAsWritten()).isFalse();
    }
}
