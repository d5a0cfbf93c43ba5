package dev.concierge.server.identity;

import dev.concierge.server.audit.AlertKind;
import dev.concierge.server.audit.SecurityAlert;
import dev.concierge.server.audit.SecurityAlerts;
import dev.concierge.server.encryption.Ciphertext;
import dev.concierge.server.encryption.EncryptedColumn;
import dev.concierge.server.encryption.RowCipher;
import dev.concierge.server.encryption.UnreadableException;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** A seed as it stands in its row: encrypted and bound to it. */
@Component
class TotpSeal {
    private static final Logger log = LoggerFactory.getLogger(TotpSeal.class);

    private final RowCipher cipher;
    private final SecurityAlerts alerts;

    TotpSeal(RowCipher cipher, SecurityAlerts alerts) {
        this.cipher = cipher;
        this.alerts = alerts;
    }

    Ciphertext seal(UUID id, UUID accountId, TotpSeed seed) {
        return cipher.encrypt(seed.value(), EncryptedColumn.TOTP_AUTHENTICATORS_SEED.binding(id, accountId, 0));
    }

    /** @return empty when it does not open: no code fits it then, and its owner's other ways in go on */
    Optional<TotpSeed> open(TotpRepository.Row row) {
        try {
            return Optional.of(TotpSeed.of(cipher.decrypt(
                    row.seed(), EncryptedColumn.TOTP_AUTHENTICATORS_SEED.binding(row.id(), row.accountId(), 0))));
        } catch (UnreadableException e) {
            log.error("ALERT the seed of authenticator {} does not open", row.id(), e);
            alerts.raise(new SecurityAlert(
                    AlertKind.UNREADABLE, row.accountId(), "factor:" + row.id(), "system", "an authenticator's seed"));
            return Optional.empty();
        }
    }
}
