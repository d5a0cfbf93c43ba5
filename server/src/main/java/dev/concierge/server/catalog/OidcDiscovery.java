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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Descriptions of OpenID providers, fetched from themselves. The start waits for none of them. What was fetched is used until something newer comes,
 * also while the issuer is away; one that says another issuer, or less than is needed, changes nothing.
 */
final class OidcDiscovery implements LateProviders {
    private static final Logger log = LoggerFactory.getLogger(OidcDiscovery.class);
    private static final Duration FRESH = Duration.ofMinutes(30);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final int LARGEST = 256 * 1024;

    private final Map<String, Entry> entries = new TreeMap<>();
    private final Outbound outbound;
    private final Clock clock;

    OidcDiscovery(List<OidcIssuer> issuers, Outbound outbound, Clock clock) {
        issuers.forEach(issuer -> entries.put(issuer.id(), new Entry(issuer)));
        this.outbound = outbound;
        this.clock = clock;
    }

    /** One issuer's; reads are free, fetching is one at a time. */
    private static final class Entry {
        private final OidcIssuer issuer;
        private final ReentrantLock fetching = new ReentrantLock();
        private volatile @Nullable Provider provider;
        private volatile Instant fetchedAt = Instant.MIN;
        private volatile Instant triedAt = Instant.MIN;

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
                fetched(entry.issuer).ifPresent(provider -> {
                    entry.provider = provider;
                    entry.fetchedAt = now;
                });
            }
        } finally {
            entry.fetching.unlock();
        }
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
