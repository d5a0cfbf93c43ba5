package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.Notifications;
import java.time.Instant;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Ends second factors that may be another's than the account's owner, or that the owner lost; in the open transaction of the account. */
@Component
class FactorEnd {
    private final TotpRepository totp;
    private final PasskeyRepository passkeys;
    private final RecoveryCodeRepository recovery;
    private final Notifications notifications;
    private final AuditTrail audit;

    FactorEnd(
            TotpRepository totp,
            PasskeyRepository passkeys,
            RecoveryCodeRepository recovery,
            Notifications notifications,
            AuditTrail audit) {
        this.totp = totp;
        this.passkeys = passkeys;
        this.recovery = recovery;
        this.notifications = notifications;
        this.audit = audit;
    }

    /** Ends all. @return how many there were, recovery codes not counted */
    int all(UUID accountId, String actor) {
        return since(accountId, Instant.EPOCH, actor);
    }

    /** Ends what was added or made at or after a moment, and recovery codes that stand in for nothing any more. */
    int since(UUID accountId, Instant moment, String actor) {
        JdbcClient jdbc = CurrentTransaction.jdbc();
        int apps = totp.deleteSince(jdbc, accountId, moment);
        int keys = passkeys.deleteSince(jdbc, accountId, moment);
        boolean any = totp.isEnrolled(jdbc, accountId) || passkeys.isEnrolled(jdbc, accountId);
        int codes = recovery.deleteSince(jdbc, accountId, any ? moment : Instant.EPOCH);
        if (apps > 0 || keys > 0 || codes > 0) {
            notifications.changed(accountId);
            audit.record(AuditEvent.done(accountId, actor, "factor.end", "account:" + accountId)
                    .with("authenticators", Integer.toString(apps))
                    .with("passkeys", Integer.toString(keys))
                    .with("recovery_codes", Integer.toString(codes)));
        }
        return apps + keys;
    }
}
