package dev.concierge.server.catalog;

import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.outbound.HostPort;
import dev.concierge.server.outbound.Outbound;
import dev.concierge.server.outbound.OutboundOutcome.Answered;
import dev.concierge.server.outbound.OutboundRequest;
import dev.concierge.server.outbound.OutboundRequest.Method;
import dev.concierge.server.outbound.StrictJson;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Descriptions of OpenID providers, fetched from themselves. The start waits for none of them. What was fetched is used until something newer comes,
 * also while the issuer is away; one that says another issuer, less than is needed, or endpoints at hosts that the operator did not name, changes
 * nothing. Every other change of an endpoint is made known.
 */
final class OidcDiscovery implements LateProviders {
    private static final Logger log = LoggerFactory.getLogger(OidcDiscovery.class);
    private static final Duration FRESH = Duration.ofMinutes(30);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final int LARGEST = 256 * 1024;

    private final Map<String, Entry> entries = new TreeMap<>();
    private final Outbound outbound;
    private final Changes changes;
    private final Clock clock;

    /** Learns what an issuer changes about itself. */
    interface Changes {
        /**
         * @param taken whether it counts from now on
         * @param detail endpoints and hosts; nothing secret
         */
        void changed(String provider, boolean taken, String detail);
    }

    OidcDiscovery(List<OidcIssuer> issuers, Outbound outbound, Changes changes, Clock clock) {
        issuers.forEach(issuer -> entries.put(issuer.id(), new Entry(issuer)));
        this.outbound = outbound;
        this.changes = changes;
        this.clock = clock;
    }

    /** One issuer's; reads are free, fetching is one at a time. */
    private static final class Entry {
        private final OidcIssuer issuer;
        private final ReentrantLock fetching = new ReentrantLock();
        private volatile @Nullable Provider provider;
        private volatile Instant fetchedAt = Instant.MIN;
        private volatile Instant triedAt = Instant.MIN;
        private String refused = "";

        private Entry(OidcIssuer issuer) {
            this.issuer = issuer;
        }
    }

    @Override
    public Collection<Provider> known() {
        return entries.values().stream()
                .map(entry -> Optional.ofNullable(entry.provider))
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public Optional<Provider> find(String id) {
        return Optional.ofNullable(entries.get(id)).flatMap(entry -> Optional.ofNullable(entry.provider));
    }

    @Override
    public boolean awaited(String id) {
        return entries.containsKey(id);
    }

    @Override
    public Optional<Provider> look(String id) {
        Entry entry = entries.get(id);
        if (entry != null && entry.provider == null && !CurrentTransaction.isOpen()) {
            fetch(entry);
        }
        return find(id);
    }

    /** Fetches what is missing or has become old; made to be called again and again, by one thread. */
    void roll() {
        for (Entry entry : entries.values()) {
            if (entry.provider == null || !clock.instant().isBefore(entry.fetchedAt.plus(FRESH))) {
                fetch(entry);
            }
        }
    }

    private void fetch(Entry entry) {
        entry.fetching.lock();
        try {
            Instant now = clock.instant();
            if (entry.triedAt.equals(Instant.MIN) || !now.isBefore(entry.triedAt.plus(BETWEEN_TRIES))) {
                entry.triedAt = now;
                fetched(entry.issuer).filter(provider -> at(entry, provider)).ifPresent(provider -> {
                    tell(entry, provider);
                    entry.provider = provider;
                    entry.fetchedAt = now;
                });
            }
        } finally {
            entry.fetching.unlock();
        }
    }

    /** Whether everything is where the operator allows it: our secret, codes and tokens go there. Each refusal is told once. */
    private boolean at(Entry entry, Provider provider) {
        Set<HostPort> foreign = new TreeSet<>(Comparator.comparing(HostPort::toString));
        foreign.addAll(provider.allowedHosts());
        foreign.add(HostPort.of(provider.authorization().endpoint()));
        foreign.removeAll(entry.issuer.hosts());
        if (foreign.isEmpty()) {
            entry.refused = "";
            return true;
        }
        String detail = foreign + " not in " + entry.issuer.hostsVariable();
        if (!detail.equals(entry.refused)) {
            entry.refused = detail;
            log.error("ALERT {} discovery: endpoints at {}; refused", entry.issuer.id(), detail);
            changes.changed(entry.issuer.id(), false, detail);
        }
        return false;
    }

    private void tell(Entry entry, Provider now) {
        Provider before = entry.provider;
        if (before != null && !endpoints(before).equals(endpoints(now))) {
            String detail = endpoints(before) + " became " + endpoints(now);
            log.error("ALERT {} discovery: {}", entry.issuer.id(), detail);
            changes.changed(entry.issuer.id(), true, detail);
        }
    }

    private static Map<String, String> endpoints(Provider provider) {
        Map<String, String> endpoints = new TreeMap<>();
        endpoints.put("authorize", provider.authorization().endpoint().toString());
        endpoints.put("token", provider.token().endpoint().toString());
        endpoints.put("jwks", String.valueOf(provider.identity().jwks()));
        endpoints.put("userinfo", String.valueOf(provider.identity().userinfo()));
        return endpoints;
    }

    private Optional<Provider> fetched(OidcIssuer issuer) {
        OutboundRequest request = OutboundRequest.to(
                        issuer.id(), "discovery", Set.of(HostPort.of(issuer.document())), Method.GET, issuer.document())
                .header("Accept", "application/json")
                .answerLimit(LARGEST)
                .deadline(DEADLINE)
                .build();
        Optional<Provider> provider = outbound.send(request) instanceof Answered answer && answer.successful()
                ? StrictJson.object(answer.content()).flatMap(document -> new OidcDocument(issuer, document).provider())
                : Optional.empty();
        if (provider.isEmpty()) {
            log.warn("{} discovery: no document of this issuer that can be used", issuer.id());
        }
        return provider;
    }
}
