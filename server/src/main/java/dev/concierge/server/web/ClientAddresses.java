package dev.concierge.server.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Finds the client's address. The rule: the peer of the connection, unless it is one of {@code TRUSTED_PROXIES}; then the hops of
 * {@code X-Forwarded-For} are read from the right, and the first that is not a trusted proxy is the client. What stands further left was
 * written by that client and counts for nothing; so do {@code Forwarded}, {@code X-Real-IP} and their kin. A hop that is no address ends the
 * search at the last trusted one.
 */
@Component
public final class ClientAddresses {
    private static final String HOPS = "X-Forwarded-For";
    private static final int MOST_HOPS = 20;

    private final List<AddressRange> trusted;

    ClientAddresses(ProxySettings settings) {
        this.trusted = settings.ranges();
    }

    /** The client of this request. */
    public ClientAddress of(HttpServletRequest request) {
        InetAddress address = InetAddress.ofLiteral(request.getRemoteAddr());
        for (String hop : hopsFromTheRight(request)) {
            if (!isTrusted(address)) {
                break;
            }
            Optional<InetAddress> next = parse(hop);
            if (next.isEmpty()) {
                break;
            }
            address = next.get();
        }
        return new ClientAddress(address);
    }

    private boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(range -> range.contains(address));
    }

    private static List<String> hopsFromTheRight(HttpServletRequest request) {
        List<String> hops = new ArrayList<>();
        for (String line : Collections.list(request.getHeaders(HOPS))) {
            hops.addAll(List.of(line.split(",", -1)));
        }
        List<String> reversed = hops.reversed();
        return reversed.size() <= MOST_HOPS ? reversed : reversed.subList(0, MOST_HOPS);
    }

    private static Optional<InetAddress> parse(String hop) {
        try {
            return Optional.of(InetAddress.ofLiteral(hop.strip()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
