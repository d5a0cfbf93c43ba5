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
    ProxySettings {
        trustedProxies = trustedProxies.stream()
                .map(String::strip)
                .filter(range -> !range.isEmpty())
                .toList();
        trustedProxies.forEach(ProxySettings::range);
    }

    List<AddressRange> ranges() {
        return trustedProxies.stream().map(ProxySettings::range).toList();
    }

    private static AddressRange range(String text) {
        try {
            return AddressRange.of(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "TRUSTED_PROXIES: " + text + " is no address and no range such as 10.0.0.0/8.", e);
        }
    }
}
