package dev.concierge.server.outbound;

import static dev.concierge.server.outbound.OutboundTest.hosts;
import static dev.concierge.server.outbound.OutboundTest.unreachable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.outbound.OutboundOutcome.Answered;
import dev.concierge.server.outbound.OutboundOutcome.Reason;
import dev.concierge.server.outbound.OutboundOutcome.Unreachable;
import dev.concierge.server.outbound.OutboundRequest.Method;
import dev.concierge.server.support.FakeProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Providers that send too much, too slowly, or nothing. */
@Tag("security")
@Timeout(30)
class HostileProviderTest {
    private static final Duration SHORT = Duration.ofMillis(700);
    private static final int MEGABYTE = 1024 * 1024;

    private final FakeProvider provider = FakeProvider.start(FakeProvider.json(200, "{}"));
    private final TestOutbound outbound =
            TestOutbound.with().allow(provider).callsPerHost(3).open();

    @AfterEach
    void close() {
        outbound.close();
        provider.close();
    }

    private OutboundRequest.Builder get() {
        return OutboundRequest.to("acme", "test", hosts(provider), Method.GET, provider.url("/"));
    }

    private static void head(OutputStream out, String... headers) throws IOException {
        out.write(("HTTP/1.1 200 OK\r\n" + String.join("\r\n", headers) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** Writes a byte each 50 ms; the wait is the slow provider itself. */
    private static void drip(OutputStream out, String text) throws IOException, InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        for (byte b : text.repeat(1000).getBytes(StandardCharsets.US_ASCII)) {
            out.write(b);
            out.flush();
            if (never.await(50, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    @Test
    void h_09_an_announced_giant_is_cut_before_its_body() {
        provider.script((_, out) -> {
            head(out, "Content-Length: 2147483648");
            new CountDownLatch(1).await();
        });
        assertThat(outbound.send(get())).isEqualTo(new Unreachable(Reason.TOO_LARGE, true, null));
    }

    @Test
    void h_09_an_endless_chunked_body_is_cut_at_the_limit() {
        provider.script((_, out) -> {
            head(out, "Transfer-Encoding: chunked");
            byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 100_000; i++) {
                out.write(chunk);
            }
        });
        assertThat(outbound.send(get())).isEqualTo(new Unreachable(Reason.TOO_LARGE, true, null));
    }

    @Test
    void h_09_a_gzip_bomb_is_measured_after_decompression() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            for (int i = 0; i < 64; i++) {
                gzip.write(new byte[MEGABYTE]);
            }
        }
        assertThat(packed.size()).isLessThan(MEGABYTE);
        provider.script(
                (_, out) -> FakeProvider.write(out, 200, "text/plain", packed.toByteArray(), "Content-Encoding: gzip"));
        assertThat(outbound.send(get())).isEqualTo(new Unreachable(Reason.TOO_LARGE, true, null));
    }

    @Test
    void h_09_a_compressed_answer_within_the_limit_is_read() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("hello".getBytes(StandardCharsets.US_ASCII));
        }
        provider.script(
                (_, out) -> FakeProvider.write(out, 200, "text/plain", packed.toByteArray(), "Content-Encoding: gzip"));
        assertThat(outbound.send(get()))
                .isInstanceOfSatisfying(
                        Answered.class,
                        answer -> assertThat(answer.content().text()).isEqualTo("hello"));
    }

    @Test
    void h_09_a_giant_header_and_a_thousand_headers_are_cut() {
        provider.script((_, out) -> head(out, "X-Big: " + "x".repeat(100 * MEGABYTE / 10)));
        assertThat(unreachable(outbound.send(get())).reason()).isEqualTo(Reason.TOO_LARGE);
        provider.script((_, out) -> head(out, "X-A: b\r\n".repeat(1000) + "X-Z: z"));
        assertThat(unreachable(outbound.send(get())).reason()).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void what_is_no_http_is_cut() {
        provider.script((_, out) -> out.write("220 mail.example ESMTP\r\n".getBytes(StandardCharsets.US_ASCII)));
        assertThat(outbound.send(get())).isEqualTo(new Unreachable(Reason.CUT, true, null));
    }

    @Test
    void h_10_silence_dripping_headers_and_a_dripping_body_all_end_at_the_total_deadline() {
        List<FakeProvider.Script> scripts =
                List.of(FakeProvider.silence(), (_, out) -> drip(out, "HTTP/1.1 200 OK\r\nX-Slow: "), (_, out) -> {
                    head(out, "Content-Length: 900000");
                    drip(out, "x");
                });
        for (FakeProvider.Script script : scripts) {
            provider.script(script);
            long begun = System.nanoTime();
            assertThat(outbound.send(get().deadline(SHORT))).isEqualTo(new Unreachable(Reason.TIMEOUT, true, null));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(SHORT, SHORT.plusSeconds(3));
        }
    }

    @Test
    void h_10_a_tls_handshake_that_never_goes_on_ends_at_the_total_deadline_unsent() throws IOException {
        try (java.net.ServerSocket mute = new java.net.ServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress())) {
            HostPort place = new HostPort("127.0.0.1", mute.getLocalPort());
            OutboundSettings settings = new OutboundSettings(
                    List.of(place.toString()), null, 3, Duration.ofSeconds(4), 60, Duration.ofSeconds(10));
            try (HttpOutbound way =
                    new HttpOutbound(settings, Clock.systemUTC(), null, java.net.InetAddress::getAllByName)) {
                OutboundRequest request = OutboundRequest.to(
                                "acme",
                                "test",
                                java.util.Set.of(place),
                                Method.GET,
                                java.net.URI.create("https://" + place + "/"))
                        .deadline(SHORT)
                        .build();
                assertThat(way.send(request)).isEqualTo(new Unreachable(Reason.TIMEOUT, false, null));
            }
        }
    }

    @Test
    void h_10_a_resolver_that_hangs_ends_at_the_deadline_and_nothing_is_sent_afterwards() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        try (TestOutbound slow = TestOutbound.with()
                .allow(provider)
                .lookup(host -> {
                    asked.countDown();
                    boolean waiting = true;
                    while (waiting) {
                        try {
                            answer.await();
                            waiting = false;
                        } catch (InterruptedException e) {
                            // a system's resolver cannot be interrupted either
                        }
                    }
                    return java.net.InetAddress.getAllByName(host);
                })
                .open()) {
            assertThat(slow.send(get().deadline(SHORT))).isEqualTo(new Unreachable(Reason.TIMEOUT, false, null));
            assertThat(asked.getCount()).isZero();
            answer.countDown();
            assertThat(slow.send(get())).isInstanceOf(Answered.class);
        }
        assertThat(provider.requests()).hasSize(1);
    }

    @Test
    void h_10_a_provider_that_hangs_holds_only_so_many_calls_and_delays_no_other() throws Exception {
        provider.script(FakeProvider.silence());
        try (FakeProvider healthy = FakeProvider.start(FakeProvider.json(200, "{}"));
                TestOutbound way = TestOutbound.with()
                        .allow(provider, healthy)
                        .callsPerHost(3)
                        .open();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<OutboundOutcome>> hanging = java.util.stream.IntStream.range(0, 3)
                    .mapToObj(_ -> callers.submit(() -> way.send(get().deadline(Duration.ofSeconds(5)))))
                    .toList();
            while (provider.requests().size() < 3) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < 300; i++) {
                assertThat(unreachable(way.send(get())).reason()).isEqualTo(Reason.BULKHEAD_FULL);
            }
            OutboundRequest.Builder other =
                    OutboundRequest.to("other", "test", hosts(healthy), Method.GET, healthy.url("/"));
            assertThat(way.send(other)).isInstanceOf(Answered.class);
            for (Future<OutboundOutcome> call : hanging) {
                assertThat(unreachable(call.get()).reason()).isEqualTo(Reason.TIMEOUT);
            }
            provider.script(FakeProvider.json(200, "{}"));
            assertThat(way.send(get())).isInstanceOf(Answered.class);
        }
    }

    /** One pool of connections for each host once made the calls of a second provider at it wait for those of the first that hung. */
    @Test
    @DisplayName("H-10 a provider hangs, and another is at the same host")
    void h_10_providers_at_one_host_do_not_wait_for_each_other() throws Exception {
        try (TestOutbound way =
                        TestOutbound.with().allow(provider).callsPerHost(2).open();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            provider.script((request, out) -> {
                if (request.target().equals("/hangs")) {
                    new CountDownLatch(1).await();
                }
                FakeProvider.json(200, "{}").answer(request, out);
            });
            List<Future<OutboundOutcome>> hanging = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                OutboundRequest.Builder hangs =
                        OutboundRequest.to("hangs", "test", hosts(provider), Method.GET, provider.url("/hangs"));
                hanging.add(threads.submit(() -> way.send(hangs.deadline(Duration.ofSeconds(3)))));
            }
            while (provider.requests().size() < 2) {
                Thread.onSpinWait();
            }

            OutboundRequest.Builder other =
                    OutboundRequest.to("other", "test", hosts(provider), Method.GET, provider.url("/"));
            assertThat(way.send(other.deadline(Duration.ofSeconds(2)))).isInstanceOf(Answered.class);

            assertThat(hanging).as("they hung all the while").noneMatch(Future::isDone);
            for (Future<OutboundOutcome> call : hanging) {
                assertThat(unreachable(call.get()).reason()).isEqualTo(Reason.TIMEOUT);
            }
        }
    }
}
