package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.database.CurrentTransaction;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Ways through providers that were added lately, maybe by somebody who was in the account for a while; in the open transaction of the account. */
@Component
class NewWays {
    private final IdentityRepository identities;
    private final Catalog catalog;
    private final AuditTrail audit;

    NewWays(IdentityRepository identities, Catalog catalog, AuditTrail audit) {
        this.identities = identities;
        this.catalog = catalog;
        this.audit = audit;
    }

    /** Ends those added at or after a moment; older ones go on. @return the names of their providers */
    List<String> end(UUID accountId, Instant moment, String actor) {
        List<OwnIdentity> ended = identities.deleteSince(CurrentTransaction.jdbc(), accountId, moment);
        for (OwnIdentity identity : ended) {
            audit.record(AuditEvent.done(accountId, actor, "identity.remove", "identity:" + identity.id())
                    .with("provider", identity.provider()));
        }
        return names(ended.stream());
    }

    /** The names of providers of those added at or after a moment. */
    List<String> since(UUID accountId, Instant moment) {
        return names(identities.own(CurrentTransaction.jdbc(), accountId).stream()
                .filter(identity -> !identity.createdAt().isBefore(moment)));
    }

    private List<String> names(Stream<OwnIdentity> identities) {
        return identities
                .map(OwnIdentity::provider)
                .map(id -> catalog.find(id).map(Provider::name).orElse(id))
                .distinct()
                .toList();
    }
}
