package dev.concierge.server.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.outbound.OutboundOutcome.Answered;
import dev.concierge.server.outbound.OutboundOutcome.Reason;
import dev.concierge.server.outbound.OutboundOutcome.Unreachable;
import dev.concierge.server.outbound.OutboundRequest.Method;
import dev.concierge.server.support.FakeProvider;
import dev.concierge.server.support.SettableClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the process is started with, and addresses that are no web addresses. */
@Tag("security")
@Timeout(60)
class SurroundingsTest {
    private static final List<String> VARIABLES =
            List.of("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY");

    private final FakeProvider provider = FakeProvider.start(FakeProvider.json(200, "{}"));

    @AfterEach
    void close() {
        provider.close();
    }

    /** One call, in a process of its own: its proxies are decided when it starts. */
    static final class OneCall {
        private OneCall() {}

        /** @param arguments the port of a provider on loopback */
        public static void main(String[] arguments) {
            HostPort place = new HostPort("127.0.0.1", Integer.parseInt(arguments[0]));
            try (TestOutbound way = TestOutbound.with()
                    .clock(new SettableClock())
                    .allow(place.toString())
                    .open()) {
                OutboundOutcome outcome = way.send(OutboundRequest.to(
                        "acme", "test", Set.of(place), Method.GET, URI.create("http://" + place + "/")));
                System.out.println(
                        outcome instanceof Answered answer
                                ? "answered " + answer.content().text()
                                : outcome);
            }
        }
    }

    @Test
    @DisplayName("H-13 the process is started with proxies in its environment and its options")
    void h_13_proxies_that_a_process_is_started_with_are_not_asked() throws Exception {
        try (FakeProvider proxy = FakeProvider.start(FakeProvider.json(200, "{\"stolen\":true}"))) {
            String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
            ProcessBuilder started = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Djava.net.useSystemProxies=true",
                    "-Dhttp.proxyHost=127.0.0.1",
                    "-Dhttp.proxyPort=" + proxy.port(),
                    "-Dhttps.proxyHost=127.0.0.1",
                    "-Dhttps.proxyPort=" + proxy.port(),
                    "-DsocksProxyHost=127.0.0.1",
                    "-DsocksProxyPort=" + proxy.port(),
                    "-Dhttp.nonProxyHosts=",
                    "-DsocksNonProxyHosts=",
                    "-cp",
                    path,
                    OneCall.class.getName(),
                    Integer.toString(provider.port()));
            VARIABLES.forEach(name -> started.environment().put(name, "http://" + proxy.authority()));
            started.environment().remove("no_proxy");
            started.environment().remove("NO_PROXY");
            Process process = started.redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor()).as(said).isZero();
            assertThat(said).contains("answered {}").doesNotContain("stolen");
            assertThat(proxy.connections()).isZero();
            assertThat(provider.requests())
                    .singleElement()
                    .satisfies(request ->
                            assertThat(request.headers()).doesNotContainKeys("proxy-authorization", "authorization"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "file://%s/etc/passwd",
                "jar:file:/app.jar!/x",
                "jar:http://%s/x.jar!/x",
                "unix:///run/postgresql.sock",
                "unix://%s/run",
                "http+unix://%%2Frun%%2Fdocker.sock/token",
                "ftp://%s/",
                "gopher://%s/",
                "HTTP+UNIX://%s/",
                "//%s/",
                "/token"
            })
    @DisplayName("H-13 an address names a file, an archive or a socket")
    void h_13_an_address_that_is_no_web_address_is_refused(String form) {
        URI url = URI.create(form.formatted(provider.authority()));
        try (TestOutbound way = TestOutbound.with().allow(provider).open()) {
            OutboundRequest.Builder request =
                    OutboundRequest.to("acme", "test", OutboundTest.hosts(provider), Method.GET, url);
            assertThat(way.send(request)).isEqualTo(new Unreachable(Reason.REFUSED_ADDRESS, false, null));
        }
        assertThat(provider.connections()).isZero();
    }
}
