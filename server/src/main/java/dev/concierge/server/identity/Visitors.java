package dev.concierge.server.identity;

import dev.concierge.server.web.ClientAddresses;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Says who stands at the other end of a request. */
@Component
@ConditionalOnWebApplication
public class Visitors {
    private final ClientAddresses addresses;

    Visitors(ClientAddresses addresses) {
        this.addresses = addresses;
    }

    public Visitor of(HttpServletRequest request) {
        String agent = request.getHeader(HttpHeaders.USER_AGENT);
        return new Visitor(addresses.of(request), Objects.requireNonNullElse(agent, ""));
    }
}
