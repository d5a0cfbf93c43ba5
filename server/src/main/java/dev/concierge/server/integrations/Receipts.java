package dev.concierge.server.integrations;

import dev.concierge.server.database.AccountScope;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What disconnects did, for the person to read again. */
@Component
public class Receipts {
    private final AccountScope accounts;

    Receipts(AccountScope accounts) {
        this.accounts = accounts;
    }

    /** @throws dev.concierge.server.problem.ProblemException {@code not-found} */
    public Receipt require(UUID accountId, UUID id) {
        return accounts.call(accountId, jdbc -> ReceiptRepository.find(jdbc, id))
                .orElseThrow(Integrations::notFound);
    }
}
