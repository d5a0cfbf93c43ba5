package dev.concierge.server.identity;

import java.util.UUID;
import org.springframework.stereotype.Component;

/** What an account was handed that works without proving anything again: sessions, API keys, links under way. */
@Component
public class IssuedAccess {
    private final Sessions sessions;
    private final FirstProof proof;
    private final EmailLinks links;

    IssuedAccess(Sessions sessions, FirstProof proof, EmailLinks links) {
        this.sessions = sessions;
        this.proof = proof;
        this.links = links;
    }

    /** Ends all of it for good, in the open transaction, of the account or of administration. */
    public void endAll(UUID accountId, String actor) {
        sessions.endAll(accountId, null, actor);
        proof.endKeys(accountId, actor);
        links.end(accountId);
    }

    /** Signs the account out everywhere, in the open transaction. @return from how many browsers */
    public int endSessions(UUID accountId, String actor) {
        return sessions.endAll(accountId, null, actor);
    }
}
