package dev.concierge.server.identity;

import java.util.UUID;
import org.springframework.stereotype.Component;

/** What an account was handed that works without proving anything again: sessions, API keys, links under way, and what it sent to others. */
@Component
public class IssuedAccess {
    private final Sessions sessions;
    private final FirstProof proof;
    private final EmailLinks links;
    private final InvitationEnd invitations;

    IssuedAccess(Sessions sessions, FirstProof proof, EmailLinks links, InvitationEnd invitations) {
        this.sessions = sessions;
        this.proof = proof;
        this.links = links;
        this.invitations = invitations;
    }

    /** Ends all of it for good, in the open transaction, of the account or of administration. */
    public void endAll(UUID accountId, String actor) {
        sessions.endAll(accountId, null, actor);
        proof.endKeys(accountId, actor);
        links.end(accountId);
        invitations.notCovered(accountId, null, actor);
    }

    /** Signs the account out everywhere, in the open transaction. @return from how many browsers */
    public int endSessions(UUID accountId, String actor) {
        return sessions.endAll(accountId, null, actor);
    }
}
