package dev.concierge.bench;

import dev.concierge.sandbox.LedgerEntry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the sandbox saw of the refresh tokens of one rule.
 *
 * @param presentations refreshes that reached it
 * @param spentSent presentations of a token that had been replaced, and whose replacement we had stored
 * @param mostTries how often one token was presented at most, where each works once
 */
record KillLedger(KillRule rule, int presentations, int spentSent, int mostTries) {
    /** @param unknown tokens that were answered and whose answers we never stored */
    static KillLedger of(KillRule rule, List<LedgerEntry> entries, Set<String> unknown) {
        Map<String, Integer> tries = new HashMap<>();
        Set<String> replaced = new HashSet<>();
        int presentations = 0;
        int spentSent = 0;
        for (LedgerEntry entry : entries) {
            String token = refreshToken(entry);
            if (token.isEmpty()) {
                continue;
            }
            presentations++;
            tries.merge(token, 1, Integer::sum);
            spentSent += replaced.contains(token) && !unknown.contains(token) ? 1 : 0;
            if (rule.rotates() && "refreshed".equals(entry.outcome())) {
                replaced.add(token);
            }
        }
        int most = tries.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return new KillLedger(rule, presentations, spentSent, rule == KillRule.DIES ? most : 0);
    }

    /** The fingerprint of the refresh token that a request brought; empty when it brought none. */
    static String refreshToken(LedgerEntry entry) {
        List<String> values = entry.parameters().getOrDefault("refresh_token", List.of());
        return values.isEmpty() ? "" : values.getFirst();
    }

    /** The number of the latest entry. */
    static long last(List<LedgerEntry> entries) {
        return entries.isEmpty() ? 0 : entries.getLast().sequence();
    }

    boolean asDesigned() {
        return spentSent == 0 && mostTries <= 2;
    }
}
