package dev.concierge.server.identity;

import dev.concierge.server.database.AccountScope;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The second factors that an account has. Another kind of factor is one more question here, and one more line of {@code session_open}. */
@Component
class EnrolledFactors {
    private final TotpRepository totp;
    private final RecoveryCodeRepository recovery;
    private final AccountScope scope;

    EnrolledFactors(TotpRepository totp, RecoveryCodeRepository recovery, AccountScope scope) {
        this.totp = totp;
        this.recovery = recovery;
        this.scope = scope;
    }

    /** As they are now, with recovery codes while any are left. */
    Set<Factor> of(UUID accountId) {
        return scope.call(accountId, jdbc -> {
            Set<Factor> factors = EnumSet.noneOf(Factor.class);
            if (totp.isEnrolled(jdbc, accountId)) {
                factors.add(Factor.TOTP);
            }
            if (recovery.left(jdbc, accountId) > 0) {
                factors.add(Factor.RECOVERY_CODE);
            }
            return factors;
        });
    }
}
