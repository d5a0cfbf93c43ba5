package dev.concierge.server.outbound;

import dev.concierge.server.support.FakeProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The real way out, set up as an operator would who allows some local servers. */
public final class TestOutbound implements AutoCloseable {
    private final HttpOutbound outbound;
    private final MeterRegistry meters;

    private TestOutbound(HttpOutbound outbound, MeterRegistry meters) {
        this.outbound = outbound;
        this.meters = meters;
    }

    /** Allows these servers although they are on loopback. */
    public static TestOutbound allowing(Clock clock, FakeProvider... servers) {
        return new Opening().clock(clock).allow(servers).open();
    }

    static Opening with() {
        return new Opening();
    }

    static final class Opening {
        private final List<String> allowed = new ArrayList<>();
        private @Nullable Path trusted;
        private int calls = 32;
        private Clock clock = Clock.systemUTC();
        private HostLookup lookup = InetAddress::getAllByName;

        Opening allow(FakeProvider... servers) {
            Arrays.stream(servers).map(FakeProvider::authority).forEach(allowed::add);
            return this;
        }

        Opening allow(String hostAndPort) {
            allowed.add(hostAndPort);
            return this;
        }

        Opening trust(Path pem) {
            trusted = pem;
            return this;
        }

        Opening callsPerHost(int most) {
            calls = most;
            return this;
        }

        Opening clock(Clock other) {
            clock = other;
            return this;
        }

        Opening lookup(HostLookup other) {
            lookup = other;
            return this;
        }

        TestOutbound open() {
            OutboundSettings settings =
                    new OutboundSettings(allowed, trusted, calls, Duration.ofSeconds(4), 60, Duration.ofSeconds(10));
            MeterRegistry meters = new SimpleMeterRegistry();
            return new TestOutbound(new HttpOutbound(settings, clock, meters, lookup), meters);
        }
    }

    public Outbound outbound() {
        return outbound;
    }

    MeterRegistry meters() {
        return meters;
    }

    OutboundOutcome send(OutboundRequest.Builder request) {
        return outbound.send(request.build());
    }

    @Override
    public void close() {
        try {
            outbound.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
