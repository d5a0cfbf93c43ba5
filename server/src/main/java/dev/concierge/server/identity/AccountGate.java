package dev.concierge.server.identity;

import java.util.EnumSet;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * The one gate that every way in ends at: a sign-in before it starts a session, a session and a key at each request. Whoever adds a way in
 * asks here; whoever adds a factor changes only this.
 */
@Component
class AccountGate {
    private static final Set<Factor> ANY = EnumSet.allOf(Factor.class);

    /**
     * Decides.
     *
     * @param account as its row is now
     * @param proved what was proved by whoever asks
     */
    GateOutcome admit(Account account, Set<Factor> proved) {
        if (!account.active()) {
            return new GateOutcome.Disabled();
        }
        return proved.stream().anyMatch(ANY::contains)
                ? new GateOutcome.Admitted(account)
                : new GateOutcome.FactorMissing(ANY);
    }
}
