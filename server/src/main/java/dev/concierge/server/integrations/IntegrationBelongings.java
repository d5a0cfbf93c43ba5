package dev.concierge.server.integrations;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.identity.Belongings;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What somebody who leaves for good had connected: each connection is disconnected as its person would do it, with a receipt that follows the revocation. */
@Component
class IntegrationBelongings implements Belongings {
    private static final Logger log = LoggerFactory.getLogger(IntegrationBelongings.class);

    private final Integrations integrations;
    private final DisconnectFlow disconnect;
    private final Receipts receipts;
    private final Optional<SyncedContent> content;
    private final Catalog catalog;

    IntegrationBelongings(
            Integrations integrations,
            DisconnectFlow disconnect,
            Receipts receipts,
            Optional<SyncedContent> content,
            Catalog catalog) {
        this.integrations = integrations;
        this.disconnect = disconnect;
        this.receipts = receipts;
        this.content = content;
        this.catalog = catalog;
    }

    @Override
    public List<Counted> counted(UUID accountId) {
        long connected = integrations.live(accountId).size();
        long records = content.map(synced -> synced.streams(accountId).values().stream()
                        .flatMap(List::stream)
                        .mapToLong(SyncedContent.StreamSummary::records)
                        .sum())
                .orElse(0L);
        return List.of(
                new Counted(connected, "connected account", "connected accounts"),
                new Counted(records, "synced record", "synced records"));
    }

    /** One that fails on our side does not keep the others from it. */
    @Override
    public boolean end(UUID accountId, String actor) {
        boolean over = true;
        for (Integration one : integrations.live(accountId)) {
            over &= ended(accountId, actor, one.id());
        }
        return over && receipts.of(accountId).stream().noneMatch(one -> one.outcome() == Receipt.Outcome.WAITING);
    }

    private boolean ended(UUID accountId, String actor, UUID id) {
        try {
            disconnect.disconnect(accountId, actor, id);
        } catch (ProblemException e) {
            if (e.type() != ProblemType.NOT_FOUND) {
                throw e;
            }
        } catch (RuntimeException e) {
            log.error("ALERT the connection {} of an account that leaves could not be ended yet", id, e);
            return false;
        }
        return true;
    }

    @Override
    public List<Ended> ended(UUID accountId, Instant since) {
        return receipts.of(accountId).stream()
                .filter(receipt -> !receipt.madeAt().isBefore(since))
                .map(receipt -> new Ended(name(receipt) + " account", sentence(receipt), receipt.records()))
                .toList();
    }

    private String name(Receipt receipt) {
        return catalog.find(receipt.provider()).map(Provider::name).orElse(receipt.provider());
    }

    private String sentence(Receipt receipt) {
        String name = name(receipt);
        return switch (receipt.outcome()) {
            case REVOKED -> "Disconnected. " + name + " confirmed that our access ended.";
            case WAITING -> "Disconnected. " + name + " did not answer, so look there whether our access ended.";
            case KEPT_FOR_SIBLING ->
                "Disconnected. Access at " + name + " stays for another connection here that shares it.";
            case BY_HAND -> "Disconnected. " + name + " did not confirm the end; look there, and remove our access.";
        };
    }
}
