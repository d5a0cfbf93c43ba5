package dev.concierge.server.outbound;

import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.outbound.OutboundOutcome.Answered;
import dev.concierge.server.outbound.OutboundOutcome.Reason;
import dev.concierge.server.outbound.OutboundOutcome.Unreachable;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link Outbound} over Apache HttpClient. Each call runs on a virtual thread of its own and the caller waits for it with the total deadline: what
 * cannot be aborted (the system's resolver) may outlive the deadline there, still counted by the bulkhead, but can send nothing any more.
 */
final class HttpOutbound implements Outbound, ProviderHealth, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HttpOutbound.class);

    private final OutboundSettings settings;
    private final Clock clock;
    private final @Nullable MeterRegistry meters;
    private final Set<HostPort> privateHosts;
    private final CloseableHttpClient client;
    private final Map<Place, Gate> gates = new ConcurrentHashMap<>();

    HttpOutbound(OutboundSettings settings, Clock clock, @Nullable MeterRegistry meters, HostLookup lookup) {
        this.settings = settings;
        this.clock = clock;
        this.meters = meters;
        this.privateHosts = settings.privateHosts();
        this.client = ClientFactory.create(settings, privateHosts, lookup);
    }

    @Override
    public OutboundOutcome send(OutboundRequest request) {
        if (CurrentTransaction.isOpen()) {
            throw new IllegalStateException("an outgoing call inside a transaction: " + request);
        }
        long begun = System.nanoTime();
        OutboundOutcome outcome =
                allowed(request) ? throughGate(request, begun) : new Unreachable(Reason.REFUSED_ADDRESS, false, null);
        report(request, outcome, since(begun));
        return outcome;
    }

    private boolean allowed(OutboundRequest request) {
        URI url = request.url();
        if (url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
            return false;
        }
        HostPort place = HostPort.of(url);
        boolean scheme =
                "https".equals(url.getScheme()) || ("http".equals(url.getScheme()) && privateHosts.contains(place));
        return scheme && request.hosts().contains(place);
    }

    @Override
    public Map<String, Condition> conditions() {
        Map<String, Condition> conditions = new TreeMap<>();
        gates.forEach((place, gate) -> conditions.merge(
                place.provider(), gate.condition(), (one, other) -> one.compareTo(other) > 0 ? one : other));
        return conditions;
    }

    private record Place(String provider, HostPort host) {}

    private OutboundOutcome throughGate(OutboundRequest request, long begun) {
        Place place = new Place(request.provider(), HostPort.of(request.url()));
        Gate gate = gates.computeIfAbsent(place, key -> new Gate(key.provider() + " " + key.host(), settings));
        Unreachable refused = gate.enter();
        if (refused != null) {
            return refused;
        }
        OutboundOutcome outcome = withinDeadline(request, gate, begun);
        gate.count(outcome, since(begun));
        return outcome;
    }

    private OutboundOutcome withinDeadline(OutboundRequest request, Gate gate, long begun) {
        Call call = new Call(client, request, clock);
        CompletableFuture<OutboundOutcome> ended = new CompletableFuture<>();
        Thread worker = Thread.ofVirtual().name("outbound " + request.step()).start(() -> {
            try {
                ended.complete(call.make());
            } catch (Throwable e) {
                ended.completeExceptionally(e);
            } finally {
                gate.leave();
            }
        });
        Duration left = request.deadline().minus(since(begun));
        try {
            return ended.get(Math.max(1, left.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return givenUp(call, worker, Reason.TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return givenUp(call, worker, Reason.CUT);
        } catch (ExecutionException e) {
            log.error("Call {} ended with a fault of ours", request, e.getCause());
            return givenUp(call, worker, Reason.CUT);
        }
    }

    /** Interrupting a virtual thread that waits on a socket closes the socket. */
    private static Unreachable givenUp(Call call, Thread worker, Reason reason) {
        Unreachable outcome = call.giveUp(reason);
        worker.interrupt();
        return outcome;
    }

    private void report(OutboundRequest request, OutboundOutcome outcome, Duration took) {
        String word = word(outcome);
        if (meters != null) {
            Timer.builder("concierge.outbound")
                    .description("Calls to providers, by how they ended")
                    .tags("provider", request.provider(), "step", request.step(), "outcome", word)
                    .register(meters)
                    .record(took);
        }
        if (outcome instanceof Unreachable unreachable) {
            log.warn(
                    "Call {} at {} gave no answer: {}, sent={}, {} ms",
                    request,
                    host(request),
                    word,
                    unreachable.sent(),
                    took.toMillis());
        } else {
            log.debug("Call {} at {}: {}, {} ms", request, host(request), word, took.toMillis());
        }
    }

    private static String host(OutboundRequest request) {
        URI url = request.url();
        return url.getHost() == null ? "no host" : HostPort.of(url).toString();
    }

    private static String word(OutboundOutcome outcome) {
        return switch (outcome) {
            case Answered answered -> answered.status() / 100 + "xx";
            case Unreachable unreachable -> unreachable.reason().name().toLowerCase(Locale.ROOT);
        };
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
