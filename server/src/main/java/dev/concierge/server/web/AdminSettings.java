package dev.concierge.server.web;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * From where administration may be reached.
 *
 * @param adminAllowedNetworks {@code ADMIN_ALLOWED_NETWORKS}: addresses or ranges of clients, separated by commas; default any
 */
@ConfigurationProperties("concierge")
record AdminSettings(@DefaultValue List<String> adminAllowedNetworks) {
    private static final String VARIABLE = "ADMIN_ALLOWED_NETWORKS";

    AdminSettings {
        adminAllowedNetworks = List.copyOf(adminAllowedNetworks);
        AddressRange.all(VARIABLE, adminAllowedNetworks);
    }

    List<AddressRange> ranges() {
        return AddressRange.all(VARIABLE, adminAllowedNetworks);
    }
}
