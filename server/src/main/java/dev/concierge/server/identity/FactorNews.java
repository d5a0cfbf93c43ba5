package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.mail.Letter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells people what was done to their second factors, by mail. An account without an address is told by its page alone. */
@Component
class FactorNews {
    private static final String KIND = "factors";
    private static final Duration USEFUL = Duration.ofDays(3);

    private final AccountMail mail;
    private final AccountLetters letters;
    private final AccountScope scope;
    private final Refusals refusals;
    private final Clock clock;

    FactorNews(AccountMail mail, AccountLetters letters, AccountScope scope, Refusals refusals, Clock clock) {
        this.mail = mail;
        this.letters = letters;
        this.scope = scope;
        this.refusals = refusals;
        this.clock = clock;
    }

    /** In the open transaction of the account, as the others but the last two. */
    void added(UUID accountId, @Nullable String email) {
        tell(accountId, email, letters.factorAdded());
    }

    void removed(UUID accountId, @Nullable String email) {
        tell(accountId, email, letters.factorRemoved());
    }

    void passkeyAdded(UUID accountId, @Nullable String email) {
        tell(accountId, email, letters.passkeyAdded());
    }

    void passkeyRemoved(UUID accountId, @Nullable String email) {
        tell(accountId, email, letters.passkeyRemoved());
    }

    void recoveryCodesMade(UUID accountId, @Nullable String email) {
        tell(accountId, email, letters.recoveryCodesMade());
    }

    void recoveryCodeUsed(UUID accountId, @Nullable String email, int left) {
        tell(accountId, email, letters.recoveryCodeUsed(left));
    }

    /** A refusal for the trail, and one mail an hour. In a transaction of its own. */
    void tooManyTries(UUID accountId, @Nullable String email, Visitor visitor) {
        refusals.write(
                AuditEvent.refused(accountId, "anonymous", "factor.prove.throttled", null, "too many tries"), visitor);
        hourly("codes " + accountId, accountId, email, letters.codesTried());
    }

    /** One mail an hour for each passkey. In a transaction of its own. */
    void passkeyCloned(UUID accountId, @Nullable String email, UUID passkey) {
        hourly("passkey " + passkey, accountId, email, letters.passkeyCloned());
    }

    private void hourly(String what, UUID accountId, @Nullable String email, Letter letter) {
        address(email)
                .ifPresent(to -> scope.run(accountId, _ -> {
                    UUID id = UUID.nameUUIDFromBytes(
                            (what + clock.instant().truncatedTo(ChronoUnit.HOURS)).getBytes(StandardCharsets.UTF_8));
                    if (!mail.isWritten(id)) {
                        mail.once(id, accountId, KIND, to, letter, USEFUL);
                    }
                }));
    }

    private void tell(UUID accountId, @Nullable String email, Letter letter) {
        address(email).ifPresent(to -> mail.news(accountId, KIND, to, letter));
    }

    private static Optional<EmailAddress> address(@Nullable String email) {
        return Optional.ofNullable(email).flatMap(EmailAddress::parse);
    }
}
