package dev.concierge.server.webhooks;

import dev.concierge.server.limits.Limit;
import dev.concierge.server.limits.NodeLimiter;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.ClientAddresses;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * What all doors for pushes have in common. Anybody may knock, and as often as they like: a network that sent too much that proved nothing waits, and its
 * requests are answered before a body is read or the database is asked. What is refused leaves no trace but a count.
 */
@Component
class PushDoor implements HandlerInterceptor {
    static final String DOORS = "/api/v1/webhooks/in/**";

    /** So many at once, as a provider sends some on channels that are gone; then five a second, for each network and node. */
    static final Limit UNPROVED = new Limit("push that proves nothing", 300, Duration.ofMillis(200));

    private final NodeLimiter limiter;
    private final ClientAddresses addresses;
    private final Counter taken;
    private final Counter refused;
    private final Counter held;

    PushDoor(NodeLimiter limiter, ClientAddresses addresses, MeterRegistry meters) {
        this.limiter = limiter;
        this.addresses = addresses;
        this.taken = counter(meters, "taken");
        this.refused = counter(meters, "refused");
        this.held = counter(meters, "held");
    }

    private static Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("concierge.pushes")
                .description("Pushes of providers")
                .tag("outcome", outcome)
                .register(meters);
    }

    /** @throws ProblemException {@code too-many-requests} for a network that has no room left */
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        String network = network(request);
        if (!limiter.hasRoom(UNPROVED, network)) {
            held.increment();
            limiter.take(UNPROVED, network);
        }
        return true;
    }

    /** A push proved itself. */
    void taken() {
        taken.increment();
    }

    /** A push, or a part of one, proved nothing. */
    void unproved(HttpServletRequest request) {
        refused.increment();
        limiter.tryTake(UNPROVED, network(request));
    }

    /** The one answer to whatever proves nothing. */
    ProblemException nothing(HttpServletRequest request) {
        unproved(request);
        return new ProblemException(ProblemType.NOT_FOUND, "There is nothing here for you.");
    }

    private String network(HttpServletRequest request) {
        return addresses.of(request).network();
    }
}
