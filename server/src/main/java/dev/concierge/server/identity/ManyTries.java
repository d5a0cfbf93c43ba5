package dev.concierge.server.identity;

import dev.concierge.server.audit.AlertKind;
import dev.concierge.server.audit.SecurityAlert;
import dev.concierge.server.audit.SecurityAlerts;
import dev.concierge.server.limits.Limit;
import dev.concierge.server.limits.Limiter;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Counts tries to sign in, and raises an alert for those that are too many. The work is the same for an address without an account (J-03). */
@Component
class ManyTries {
    private static final String NOBODY = "anonymous";
    private static final String EVERYWHERE = "everywhere";

    private final Limiter limiter;
    private final SignInLimits limits;
    private final SecurityAlerts alerts;

    ManyTries(Limiter limiter, SignInLimits limits, SecurityAlerts alerts) {
        this.limiter = limiter;
        this.limits = limits;
        this.alerts = alerts;
    }

    /** @throws ProblemException {@code too-many-requests} */
    void fromNetwork(String network) {
        take(
                limits.network(),
                network,
                new SecurityAlert(AlertKind.NETWORK_TRIES, null, "network:" + network, NOBODY, ""));
    }

    /**
     * Counts one at an account.
     *
     * @param account null when there is none of that address
     * @param what is guessed: passwords, or codes
     * @throws ProblemException {@code too-many-requests}
     */
    void atAccount(Limit limit, String key, @Nullable UUID account, String what) {
        take(
                limit,
                key,
                account == null
                        ? new SecurityAlert(
                                AlertKind.ACCOUNT_TRIES,
                                null,
                                "account:none",
                                NOBODY,
                                "of addresses without an account")
                        : SecurityAlert.ofAccount(AlertKind.ACCOUNT_TRIES, account, NOBODY, what));
    }

    /** Counts one that was wrong. While there are too many of these from everywhere, each costs its network as much as ten (J-02). */
    void wrong(String network) {
        if (limiter.tryTake(limits.everywhere(), EVERYWHERE).isPresent()) {
            limiter.charge(limits.network(), network, SignInLimits.DEAR - 1);
            alerts.raise(new SecurityAlert(
                    AlertKind.NETWORK_TRIES, null, "network:" + EVERYWHERE, NOBODY, "from many networks at once"));
        }
    }

    private void take(Limit limit, String key, SecurityAlert alert) {
        try {
            limiter.take(limit, key);
        } catch (ProblemException e) {
            if (e.type() == ProblemType.TOO_MANY_REQUESTS) {
                alerts.raise(alert);
            }
            throw e;
        }
    }
}
