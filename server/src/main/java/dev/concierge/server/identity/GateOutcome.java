package dev.concierge.server.identity;

import java.util.Set;

/** What the gate says. */
sealed interface GateOutcome {
    /** In. */
    record Admitted(Account account) implements GateOutcome {}

    /** An administrator disabled the account. To the person this looks like a wrong password, so that nobody learns of it (J-03). */
    record Disabled() implements GateOutcome {}

    /** All is proved, and the person asked to delete the account: they say whether they keep it, and do nothing else. */
    record Leaving() implements GateOutcome {}

    /** One of these is needed besides what was proved. */
    record FactorMissing(Set<Factor> oneOf) implements GateOutcome {
        public FactorMissing {
            oneOf = Set.copyOf(oneOf);
        }
    }

    /** The account's role must have a second factor and the account has none: it sets one up first, and does nothing else. */
    record EnrolmentMissing() implements GateOutcome {}
}
