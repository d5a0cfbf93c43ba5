package dev.concierge.server.identity;

import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The one gate that every way in ends at: a sign-in before it starts a session, a session and a key at each request. Whoever adds a way in
 * asks here; whoever adds a factor changes only this and {@link Factor}.
 */
@Component
class AccountGate {
    private final IdentitySettings settings;

    AccountGate(IdentitySettings settings) {
        this.settings = settings;
    }

    /**
     * Decides. A key is asked for no second factor: it was made by somebody who proved theirs.
     *
     * @param account as its row is now
     * @param enrolled the second factors that the account has, and recovery codes while any are left
     * @param proved what was proved by whoever asks
     */
    GateOutcome admit(Account account, Set<Factor> enrolled, Set<Factor> proved) {
        if (!isOpen(account)) {
            return new GateOutcome.Disabled();
        }
        if (proved.contains(Factor.API_KEY)) {
            return admitted(account);
        }
        if (proved.stream().noneMatch(Factor::isFirst)) {
            return new GateOutcome.FactorMissing(Factor.firsts());
        }
        if (enrolled.stream().noneMatch(Factor::isDemanded)) {
            return mustHaveFactor(account) && !account.leaving()
                    ? new GateOutcome.EnrolmentMissing()
                    : admitted(account);
        }
        return proved.stream().anyMatch(Factor::isSecond)
                ? admitted(account)
                : new GateOutcome.FactorMissing(
                        enrolled.stream().filter(Factor::isSecond).collect(Collectors.toSet()));
    }

    /** Whether the account may begin to come in at all; what it must prove is {@link #admit}'s to say. */
    boolean isOpen(Account account) {
        return account.active() || account.leaving();
    }

    private static GateOutcome admitted(Account account) {
        return account.leaving() ? new GateOutcome.Leaving() : new GateOutcome.Admitted(account);
    }

    /** Whether the account's role must have a second factor ({@code SECOND_FACTOR_ROLES}). */
    boolean mustHaveFactor(Account account) {
        return settings.secondFactorRoles().contains(account.role());
    }
}
