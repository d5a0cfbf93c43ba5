package dev.concierge.server.vault;

import dev.concierge.server.catalog.Provider;
import dev.concierge.server.oauth.TokenSet;
import dev.concierge.server.problem.ProblemException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Answers that came when a newer token or consent had been stored, the person had disconnected, or an emergency stop had come. They are dropped, and ended where that harms nobody. */
@Component
class LateAnswers {
    private static final Logger log = LoggerFactory.getLogger(LateAnswers.class);

    private final PendingRevocations revocations;
    private final Revoker revoker;

    LateAnswers(PendingRevocations revocations, Revoker revoker) {
        this.revocations = revocations;
        this.revoker = revoker;
    }

    /**
     * Drops an answer, inside the transaction that could not store it.
     *
     * @param now the row as it is; null when it is gone
     * @return the revocation to attempt when that is committed; null when there is none
     */
    @Nullable
    UUID drop(JdbcClient jdbc, Grant before, @Nullable Grant now, Provider provider, TokenSet tokens) {
        boolean ended = now == null || now.state() == Grant.State.ENDED || Grant.STOPPED.equals(now.cause());
        Optional<UUID> revocation = ended || provider.revocation().canBeNarrow()
                ? revocations.add(jdbc, before, tokens, null)
                : Optional.empty();
        return revocation.orElse(null);
    }

    /** Attempts it at once; if that fails, the revoker's job goes on. Never inside a transaction. */
    void end(UUID accountId, UUID revocation) {
        try {
            var _ = revoker.attempt(accountId, revocation);
        } catch (ProblemException | DataAccessException e) {
            log.warn("revocation {} of a late answer waits for the next attempt", revocation, e);
        }
    }
}
