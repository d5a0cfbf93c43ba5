package dev.concierge.server.identity;

import java.util.Set;

/**
 * Who may make an account.
 *
 * @param version to be sent along with a change
 * @param kept whether administrators decided it here; else it is the environment's
 * @param domains where {@link SignUpPolicy#OPEN} is narrowed to; empty narrows nothing
 */
public record SignUpRule(long version, boolean kept, SignUpPolicy policy, Set<String> domains) {
    public SignUpRule {
        domains = Set.copyOf(domains);
    }
}
