package dev.concierge.server.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.stereotype.Component;

/** Whether a client stands where administration may be reached from: {@code ADMIN_ALLOWED_NETWORKS}, by the address of {@link ClientAddresses}. */
@Component
public final class AdminNetworks {
    private final List<AddressRange> allowed;
    private final ClientAddresses addresses;

    AdminNetworks(AdminSettings settings, ClientAddresses addresses) {
        this.allowed = settings.ranges();
        this.addresses = addresses;
    }

    /** Without a list, everybody does. */
    public boolean admit(HttpServletRequest request) {
        return allowed.isEmpty()
                || allowed.stream()
                        .anyMatch(range -> range.contains(addresses.of(request).address()));
    }
}
