package dev.concierge.server.identity;

import dev.concierge.server.database.AccountScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The second factors that an account has. Another kind of factor is one more column here and one more line of {@code session_open}. */
@Component
class EnrolledFactors {
    private final AccountScope scope;

    EnrolledFactors(AccountScope scope) {
        this.scope = scope;
    }

    /** As they are now, with recovery codes while any are left. */
    Set<Factor> of(UUID accountId) {
        return scope.call(
                accountId,
                jdbc -> jdbc.sql("""
                                select exists (select 1 from totp_authenticators
                                               where account_id = :account and confirmed_at is not null) as totp,
                                       exists (select 1 from passkeys where account_id = :account) as passkey,
                                       exists (select 1 from recovery_codes
                                               where account_id = :account and used_at is null) as recovery_code
                                """)
                        .param("account", accountId)
                        .query((row, _) -> factors(row))
                        .single());
    }

    private static Set<Factor> factors(ResultSet row) throws SQLException {
        Set<Factor> factors = EnumSet.noneOf(Factor.class);
        for (Factor factor : EnumSet.of(Factor.TOTP, Factor.PASSKEY, Factor.RECOVERY_CODE)) {
            if (row.getBoolean(factor.word())) {
                factors.add(factor);
            }
        }
        return factors;
    }
}
