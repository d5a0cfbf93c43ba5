package dev.concierge.server.vault;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.Notifications;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What an emergency stop leaves to be done about grants. From the stop's commit on nobody uses them, whatever is done here and when: each reading of a
 * row looks whether a stop covers it.
 */
@Component
public class StoppedGrants {
    /**
     * What became of a grant's tokens.
     *
     * @param stop the stop that covered it
     * @param revocation the revocation that waits; null when there was nothing to revoke with
     */
    public record Withdrawn(UUID stop, @Nullable UUID revocation) {}

    private final AccountScope accounts;
    private final PendingRevocations revocations;
    private final Notifications notifications;
    private final Clock clock;

    StoppedGrants(AccountScope accounts, PendingRevocations revocations, Notifications notifications, Clock clock) {
        this.accounts = accounts;
        this.revocations = revocations;
        this.notifications = notifications;
        this.clock = clock;
    }

    /**
     * Takes the tokens of a grant that a stop covers out of its row, for the revoker. The grant stays, rejected, for new consent. Inside the caller's
     * transaction.
     *
     * @param integrationId whose grant it is; null when it is nobody's
     * @return empty when no stop covers it, or somebody else has done it
     */
    public Optional<Withdrawn> withdraw(UUID grantId, @Nullable UUID integrationId) {
        GrantRepository.Stored stored =
                GrantRepository.lockStored(CurrentTransaction.jdbc(), grantId).orElse(null);
        if (stored == null || stored.stop() == null) {
            return Optional.empty();
        }
        @Nullable
        UUID revocation = revocations
                .addStopped(CurrentTransaction.jdbc(), stored.grant(), integrationId, stored.stop())
                .orElse(null);
        GrantRepository.stop(CurrentTransaction.jdbc(), grantId, clock.instant());
        notifications.changed(grantId);
        return Optional.of(new Withdrawn(stored.stop(), revocation));
    }

    /** The account's grants at a provider that a stop covers and whose tokens are still in their rows. */
    public List<UUID> covered(UUID accountId, String providerId) {
        return accounts.call(accountId, jdbc -> GrantRepository.covered(jdbc, providerId));
    }

    /** The account's revocations at a provider that a stop made and that have not ended. */
    public List<UUID> waiting(UUID accountId, String providerId) {
        return accounts.call(accountId, jdbc -> PendingRevocations.stoppedAt(jdbc, providerId));
    }
}
