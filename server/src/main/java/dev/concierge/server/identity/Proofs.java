package dev.concierge.server.identity;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was proved in a session, each with the last time. Sessions of the release before know only a password's time. */
record Proofs(Map<Factor, Instant> at) {
    Proofs {
        at = Map.copyOf(at);
    }

    static Proofs of(Factor factor, Instant when) {
        return new Proofs(Map.of(factor, when));
    }

    /**
     * As they stand in the session's row.
     *
     * @param words times by the factors' words; empty for a session of the release before
     * @param passwordAt what that release wrote
     */
    static Proofs read(Map<String, Instant> words, Instant passwordAt) {
        if (words.isEmpty()) {
            return of(Factor.PASSWORD, passwordAt);
        }
        Map<Factor, Instant> at = new EnumMap<>(Factor.class);
        words.forEach((word, when) -> at.put(Factor.of(word), when));
        return new Proofs(at);
    }

    Set<Factor> factors() {
        return at.keySet();
    }

    /** When any was last proved. */
    Instant latest() {
        return at.values().stream().max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
    }

    /** When any but a provider's word was last proved. */
    Optional<Instant> latestHere() {
        return at.entrySet().stream()
                .filter(proof -> proof.getKey() != Factor.PROVIDER)
                .map(Map.Entry::getValue)
                .max(Comparator.naturalOrder());
    }

    /** When a second factor, or what stands in for one, was last proved. */
    Optional<Instant> latestSecond() {
        return at.entrySet().stream()
                .filter(proof -> proof.getKey().isSecond())
                .map(Map.Entry::getValue)
                .max(Comparator.naturalOrder());
    }
}
