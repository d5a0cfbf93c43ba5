package dev.concierge.server.web;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may tell us a client's address.
 *
 * @param trustedProxies {@code TRUSTED_PROXIES}: addresses or ranges of the proxies in front, separated by commas; default none
 */
@ConfigurationProperties("concierge")
record ProxySettings(@DefaultValue List<String> trustedProxies) {
    private static final String VARIABLE = "TRUSTED_PROXIES";

    ProxySettings {
        trustedProxies = List.copyOf(trustedProxies);
        AddressRange.all(VARIABLE, trustedProxies);
    }

    List<AddressRange> ranges() {
        return AddressRange.all(VARIABLE, trustedProxies);
    }
}
