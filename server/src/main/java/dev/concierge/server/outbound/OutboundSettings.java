package dev.concierge.server.outbound;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the operator decides about outgoing calls.
 *
 * @param allowedPrivateHosts {@code ALLOWED_PRIVATE_HOSTS}: {@code host:port} names, with commas between, that calls may reach although private or
 *     loopback, and by plain http. Default none
 * @param trustedCaFile {@code TRUSTED_CA_FILE}: PEM certificates that are trusted beside those of the JDK. Default none
 * @param callsPerHost how many calls to one host of a provider may be under way at once, 1 to 1000, default 32
 * @param connectTimeout the longest wait for one address to accept, default 4 s; the call's own deadline counts as well
 * @param breakerFailures percentage of failed calls among the last twenty that opens the breaker, 1 to 100, default 60
 * @param breakerWait how long an open breaker lets nothing through, default 10 s
 */
@ConfigurationProperties("concierge.outbound")
record OutboundSettings(
        @DefaultValue List<String> allowedPrivateHosts,
        @Nullable Path trustedCaFile,
        @DefaultValue("32") int callsPerHost,
        @DefaultValue("4s") Duration connectTimeout,
        @DefaultValue("60") int breakerFailures,
        @DefaultValue("10s") Duration breakerWait) {
    private static final int MOST_CALLS = 1000;

    OutboundSettings {
        allowedPrivateHosts = allowedPrivateHosts.stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
        trustedCaFile = trustedCaFile == null || trustedCaFile.toString().isBlank() ? null : trustedCaFile;
        if (callsPerHost < 1 || callsPerHost > MOST_CALLS) {
            throw new IllegalArgumentException("concierge.outbound.calls-per-host must be between 1 and 1000.");
        }
        if (breakerFailures < 1 || breakerFailures > 100) {
            throw new IllegalArgumentException("concierge.outbound.breaker-failures must be between 1 and 100.");
        }
        if (!connectTimeout.isPositive() || !breakerWait.isPositive()) {
            throw new IllegalArgumentException("concierge.outbound: times must be more than nothing.");
        }
    }

    /** @throws IllegalArgumentException with a sentence for the operator */
    Set<HostPort> privateHosts() {
        Set<HostPort> hosts = new LinkedHashSet<>();
        for (String text : allowedPrivateHosts) {
            try {
                hosts.add(HostPort.parse(text));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("ALLOWED_PRIVATE_HOSTS: " + e.getMessage() + ".", e);
            }
        }
        return Set.copyOf(hosts);
    }

    /** The same for calls to one place alone, which may be private. */
    OutboundSettings only(HostPort place, @Nullable Path caFile) {
        return new OutboundSettings(
                List.of(place.toString()),
                caFile == null ? trustedCaFile : caFile,
                callsPerHost,
                connectTimeout,
                breakerFailures,
                breakerWait);
    }
}
