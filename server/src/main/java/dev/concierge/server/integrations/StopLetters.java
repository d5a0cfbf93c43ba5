package dev.concierge.server.integrations;

import dev.concierge.server.identity.Account;
import dev.concierge.server.identity.Accounts;
import dev.concierge.server.mail.Letter;
import dev.concierge.server.mail.Mail;
import dev.concierge.server.mail.MailAddress;
import dev.concierge.server.web.PublicUrl;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Tells people by mail of an emergency stop: one mail each, however many connections it ended, and only to an address that they proved. */
@Component
class StopLetters {
    private static final Duration USEFUL_FOR = Duration.ofDays(3);

    private final Mail mail;
    private final Accounts accounts;
    private final PublicUrl publicUrl;

    StopLetters(Mail mail, Accounts accounts, PublicUrl publicUrl) {
        this.mail = mail;
        this.accounts = accounts;
        this.publicUrl = publicUrl;
    }

    /** Writes the mail, unless that was done. Inside the caller's transaction of the account. */
    void tell(UUID accountId, UUID stopId) {
        UUID id = UUID.nameUUIDFromBytes(("stopped:" + stopId + ":" + accountId).getBytes(StandardCharsets.UTF_8));
        if (!mail.offered() || mail.isWritten(id) || !accounts.isEmailProved(accountId)) {
            return;
        }
        accounts.find(accountId)
                .filter(Account::active)
                .map(Account::email)
                .ifPresent(email -> mail.put(id, accountId, "stopped", MailAddress.of(email), letter(), USEFUL_FOR));
    }

    private Letter letter() {
        return new Letter(
                "Please connect your accounts again",
                "Please connect your accounts again",
                List.of(
                        "As a precaution, an administrator ended the access of " + publicUrl.authority()
                                + " to accounts that you had connected. From that moment on nothing and nobody here could use them.",
                        "The providers are asked to end that access too. What was synced is still here, and the names you gave are kept."),
                new Letter.Link("See which ones", publicUrl.resolve("/integrations")),
                List.of("Connect again what you still want. Nothing goes on by itself."));
    }
}
