package dev.concierge.server.integrations;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.vault.SharedConsents;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What disconnects and emergency stops did, for the person to read again. */
@Component
public class Receipts {
    private final AccountScope accounts;
    private final SharedConsents shared;

    Receipts(AccountScope accounts, SharedConsents shared) {
        this.accounts = accounts;
        this.shared = shared;
    }

    /** @throws dev.concierge.server.problem.ProblemException {@code not-found} */
    public Receipt require(UUID accountId, UUID id) {
        return accounts.call(accountId, jdbc -> ReceiptRepository.find(jdbc, id))
                .orElseThrow(Integrations::notFound);
    }

    /** All of an account, the newest first. */
    List<Receipt> of(UUID accountId) {
        return accounts.call(accountId, ReceiptRepository::all);
    }

    /** What became of an integration's tokens at the latest emergency stop that ended them; empty when none did. */
    public Optional<Receipt> ofLatestStop(UUID accountId, UUID integrationId) {
        return accounts.call(accountId, jdbc -> ReceiptRepository.ofLatestStop(jdbc, integrationId));
    }

    /** The person's own connections for which the access stays open, by name; those of other people are told by nobody. */
    public List<Integration> keptFor(UUID accountId, Receipt receipt) {
        return receipt.outcome() != Receipt.Outcome.KEPT_FOR_SIBLING
                ? List.of()
                : accounts.call(
                        accountId,
                        jdbc -> IntegrationRepository.find(jdbc, receipt.integrationId())
                                .map(Integration::grantId)
                                .map(grant -> IntegrationRepository.liveByGrants(jdbc, shared.livingWith(jdbc, grant)))
                                .orElse(List.of()));
    }
}
