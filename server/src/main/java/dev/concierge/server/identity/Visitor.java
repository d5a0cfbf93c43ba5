package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.web.ClientAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who stands at the other end, for the trail and the list of sessions.
 *
 * @param agent the user agent's own words, at most 400 characters; empty when it said nothing
 */
public record Visitor(ClientAddress address, String agent) {
    private static final int LONGEST_AGENT = 400;

    public Visitor {
        agent = agent.length() <= LONGEST_AGENT ? agent : agent.substring(0, LONGEST_AGENT);
    }

    /** For the trail; the address of an account is null when it has none, or is not known. */
    public AuditEvent.Subject subject(@Nullable String email) {
        return new AuditEvent.Subject(address.text(), agent, email);
    }
}
